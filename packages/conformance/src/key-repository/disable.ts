import assert from 'node:assert/strict';
import type { KeyRepository } from '@postern/core/ports';
import type { Clause } from '../clause.js';
import { type Attempt, attemptOn, attemptSeeing, type Change } from './change.js';
import { clausesWithRevocation } from './every-change.js';
import { disabled, linus, now, otherActors, recordsIn, transitionsOf } from './records.js';
import { add, clause, type MakeKeyRepository, recordOf, snapshotOf, storedOf } from './subject.js';

export const disabling: Change = {
  verb: 'disable',
  auditAction: 'disabled',
  before: {},
  leadsTo: transitionsOf('disable'),
  apply: (repository, { stored: { key }, entry: { at, actor, reason }, entry, expected }) =>
    repository.disable({ keyId: key.id, at, by: actor, reason, over: key.disabledBy, expected }, entry),
  after: ({ stored, entry: { at, actor, reason } }) => ({
    ...stored,
    key: { ...stored.key, disabledAt: at, disabledBy: actor, reason },
  }),
};

/** Disables a record that another actor was seen to have disabled. */
export const takingOver: Change = {
  ...disabling,
  verb: 'disable (taking over)',
  before: disabled,
  leadsTo: { disabled: transitionsOf('disable').disabled ?? [] },
  apply: (repository, { stored: { key }, entry: { at, actor, reason }, entry, expected }) =>
    repository.disable(
      { keyId: key.id, at, by: actor, reason, over: key.disabledBy ?? linus, expected },
      entry,
    ),
};

/** Disables a record whose last use was seen. */
function disableIfUnused(
  repository: KeyRepository,
  { stored: { key }, entry: { at, actor, reason }, entry }: Attempt,
  lastUsedAt: Date | null,
): Promise<boolean> {
  return repository.disable(
    { keyId: key.id, at, by: actor, reason, over: key.disabledBy, lastUsedAt },
    entry,
  );
}

/** What `disable` promises. */
export const disableClauses: readonly Clause<MakeKeyRepository>[] = [
  ...clausesWithRevocation(disabling),
  ...clausesWithRevocation(takingOver),

  clause('disable stores the kind of the actor', async (repository) => {
    for (const kind of ['user', 'key', 'system'] as const) {
      const stored = await add(repository);
      const attempt = attemptOn(disabling, stored, { actor: { kind, id: 'linus' } });
      await disabling.apply(repository, attempt);
      assert.deepEqual((await recordOf(repository, stored.key.id)).disabledBy, { kind, id: 'linus' });
    }
  }),

  clause('S06 disable judges expiry at its own instant, to the millisecond', async (repository) => {
    const expired = await add(repository, { expiresAt: now });
    assert.equal(await disabling.apply(repository, attemptOn(disabling, expired)), false);
    const before = attemptOn(disabling, expired, { at: new Date(now.getTime() - 1) });
    assert.equal(await disabling.apply(repository, before), true);
  }),

  clause('S03 disable requires the last use that it names, to the millisecond', async (repository) => {
    const ms = (count: number) => new Date(now.getTime() + count);
    for (const change of [disabling, takingOver])
      for (const given of [{ lastUsedAt: null }, { lastUsedAt: now }, ...recordsIn.rotated]) {
        const stored = await add(repository, { ...change.before, ...given });
        const { lastUsedAt } = stored.key;
        const before = await snapshotOf(repository, stored.key.id);
        const attempt = attemptOn(change, stored);
        for (const other of [lastUsedAt === null ? now : null, ms(-1), ms(1)]) {
          assert.equal(await disableIfUnused(repository, attempt, other), false);
          assert.deepEqual(await snapshotOf(repository, stored.key.id), before);
        }
        assert.equal(await disableIfUnused(repository, attempt, lastUsedAt), true);
        assert.deepEqual(await storedOf(repository, stored.key.id), change.after(attempt));
      }
  }),

  clause('S03 disable leaves a key that was used since it was seen unused', async (repository) => {
    const stored = await add(repository);
    const { id: keyId } = stored.key;
    await repository.recordUses([{ keyId, at: now }]);
    const used = await snapshotOf(repository, keyId);
    assert.equal(await disableIfUnused(repository, attemptOn(disabling, stored), null), false);
    assert.deepEqual(await snapshotOf(repository, keyId), used);
    assert.equal(await disableIfUnused(repository, attemptOn(disabling, stored), now), true);
  }),

  clause(
    'S03 of a concurrent disabling that saw no use and a use, neither undoes the other',
    async (repository) => {
      const one = attemptOn(disabling, await add(repository));
      const other = attemptOn(disabling, await add(repository));
      const use = ({ stored: { key } }: Attempt) => repository.recordUses([{ keyId: key.id, at: now }]);
      const disable = (attempt: Attempt) => disableIfUnused(repository, attempt, null);
      const [first, , , second] = await Promise.all([disable(one), use(one), use(other), disable(other)]);
      for (const [attempt, won] of [
        [one, first],
        [other, second],
      ] as const) {
        const { key } = won ? disabling.after(attempt) : attempt.stored;
        assert.deepEqual(await recordOf(repository, key.id), { ...key, lastUsedAt: now });
      }
    },
  ),

  clause('disable takes over a disabling only from the actor that it names', async (repository) => {
    for (const disabledBy of otherActors) {
      const stored = await add(repository, disabled);
      const before = await snapshotOf(repository, stored.key.id);
      const attempt = attemptSeeing(takingOver, stored, { disabledBy });
      assert.equal(await takingOver.apply(repository, attempt), false);
      assert.deepEqual(await snapshotOf(repository, stored.key.id), before);
    }
  }),
];
