import assert from 'node:assert/strict';
import type { Clause } from '../clause.js';
import { attemptOn, attemptSeeing, type Change } from './change.js';
import { disabling, takingOver } from './disable.js';
import { clausesWithRevocation } from './every-change.js';
import { disabled, linus, now, otherActors, transitionsOf } from './records.js';
import { add, clause, type MakeKeyRepository, recordOf, snapshotOf } from './subject.js';

export const enabling: Change = {
  verb: 'enable',
  auditAction: 'enabled',
  before: disabled,
  leadsTo: transitionsOf('enable'),
  apply(repository, { stored, entry, expected }) {
    const { id: keyId, disabledAt, disabledBy } = stored.key;
    return repository.enable(
      { keyId, disabledAt: disabledAt ?? now, disabledBy: disabledBy ?? linus, expected },
      entry,
    );
  },
  after: ({ stored }) => ({
    ...stored,
    key: { ...stored.key, disabledAt: null, disabledBy: null, reason: null },
  }),
};

/** What `enable` promises. */
export const enableClauses: readonly Clause<MakeKeyRepository>[] = [
  ...clausesWithRevocation(enabling),

  clause("enable leaves another actor's disabling alone", async (repository) => {
    for (const disabledBy of otherActors) {
      const stored = await add(repository, disabled);
      const before = await snapshotOf(repository, stored.key.id);
      assert.equal(await enabling.apply(repository, attemptSeeing(enabling, stored, { disabledBy })), false);
      assert.deepEqual(await snapshotOf(repository, stored.key.id), before);
    }
  }),

  clause('enable leaves a disabling at another instant alone, to the millisecond', async (repository) => {
    const stored = await add(repository, disabled);
    const before = await snapshotOf(repository, stored.key.id);
    const at = stored.key.disabledAt?.getTime() ?? 0;
    for (const ms of [at - 1, at + 1]) {
      const attempt = attemptSeeing(enabling, stored, { disabledAt: new Date(ms) });
      assert.equal(await enabling.apply(repository, attempt), false);
    }
    assert.deepEqual(await snapshotOf(repository, stored.key.id), before);
  }),

  clause('a record can be disabled again after it was enabled', async (repository) => {
    const stored = await add(repository, disabled);
    const enabled = attemptOn(enabling, stored);
    await enabling.apply(repository, enabled);
    const again = attemptOn(disabling, enabling.after(enabled), { mark: 'again' });
    assert.equal(await disabling.apply(repository, again), true);
    assert.deepEqual(await recordOf(repository, stored.key.id), disabling.after(again).key);
  }),

  clause('S04 of a concurrent enable and disable (taking over), exactly one wins', async (repository) => {
    const [one, other] = [await add(repository, disabled), await add(repository, disabled)];
    const [enabled, takenLate, taken, enabledLate] = await Promise.all([
      enabling.apply(repository, attemptOn(enabling, one)),
      takingOver.apply(repository, attemptOn(takingOver, one)),
      takingOver.apply(repository, attemptOn(takingOver, other)),
      enabling.apply(repository, attemptOn(enabling, other)),
    ]);
    assert.deepEqual([takenLate, enabledLate], [!enabled, !taken]);
    for (const [{ key }, isEnabled] of [
      [one, enabled],
      [other, enabledLate],
    ] as const)
      assert.equal((await recordOf(repository, key.id)).disabledAt === null, isEnabled);
  }),
];
