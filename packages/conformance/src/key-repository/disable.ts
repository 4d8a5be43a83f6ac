import assert from 'node:assert/strict';
import type { Clause } from '../clause.js';
import { attemptOn, attemptSeeing, type Change } from './change.js';
import { clausesWithRevocation } from './every-change.js';
import { disabled, linus, now, otherActors, transitionsOf } from './records.js';
import { add, clause, type MakeKeyRepository, recordOf, snapshotOf } from './subject.js';

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
