import assert from 'node:assert/strict';
import type { Clause } from '../clause.js';
import { attemptOn, attemptSeeing, type Change } from './change.js';
import { disabling, takingOver } from './disable.js';
import { clausesBesideRevocation } from './every-change.js';
import { disabled, leadsToBy, linus, now, othersThanLinus } from './records.js';
import { add, clause, keptOf, type MakeKeyRepository, recordOf } from './subject.js';

export const enabling: Change = {
  verb: 'enable',
  auditAction: 'enabled',
  before: disabled,
  leadsTo: leadsToBy('enable'),
  ask(repository, { stored, entry, expected }) {
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
  ...clausesBesideRevocation(enabling),

  clause("enable leaves another actor's disabling alone", async (repository) => {
    for (const disabledBy of othersThanLinus) {
      const stored = await add(repository, disabled);
      const before = await keptOf(repository, stored.key.id);
      assert.equal(await enabling.ask(repository, attemptSeeing(enabling, stored, { disabledBy })), false);
      assert.deepEqual(await keptOf(repository, stored.key.id), before);
    }
  }),

  clause('enable leaves a disabling at another instant alone, to the millisecond', async (repository) => {
    const stored = await add(repository, disabled);
    const before = await keptOf(repository, stored.key.id);
    const at = stored.key.disabledAt?.getTime() ?? 0;
    for (const ms of [at - 1, at + 1]) {
      const attempt = attemptSeeing(enabling, stored, { disabledAt: new Date(ms) });
      assert.equal(await enabling.ask(repository, attempt), false);
    }
    assert.deepEqual(await keptOf(repository, stored.key.id), before);
  }),

  clause('a record can be disabled again after it was enabled', async (repository) => {
    const stored = await add(repository, disabled);
    const enabled = attemptOn(enabling, stored);
    await enabling.ask(repository, enabled);
    const again = attemptOn(disabling, enabling.after(enabled), { mark: 'again' });
    assert.equal(await disabling.ask(repository, again), true);
    assert.deepEqual(await recordOf(repository, stored.key.id), disabling.after(again).key);
  }),

  clause('S04 of a concurrent enable and disable (taking over), exactly one wins', async (repository) => {
    const [one, other] = [await add(repository, disabled), await add(repository, disabled)];
    const [enabled, takenLate, taken, enabledLate] = await Promise.all([
      enabling.ask(repository, attemptOn(enabling, one)),
      takingOver.ask(repository, attemptOn(takingOver, one)),
      takingOver.ask(repository, attemptOn(takingOver, other)),
      enabling.ask(repository, attemptOn(enabling, other)),
    ]);
    assert.deepEqual([takenLate, enabledLate], [!enabled, !taken]);
    for (const [{ key }, isEnabled] of [
      [one, enabled],
      [other, enabledLate],
    ] as const)
      assert.equal((await recordOf(repository, key.id)).disabledAt === null, isEnabled);
  }),
];
