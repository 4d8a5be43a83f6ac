import assert from 'node:assert/strict';
import type { ActorReference, ApiKey, StoredKey } from '@postern/core';
import type { Clause } from '../clause.js';
import { type Attempt, attemptOn, type Change } from './change.js';
import { disabling } from './disable.js';
import { clausesBesideRevocation } from './every-change.js';
import { disabled, grace, leadsToBy, now } from './records.js';
import { add, clause, keptOf, type MakeKeyRepository, recordOf } from './subject.js';

export const enabling: Change = {
  verb: 'enable',
  told: 'enabled',
  before: disabled,
  leadsTo: leadsToBy('enable'),
  ask(repository, { stored, entry }) {
    const { id: keyId, disabledAt, disabledBy } = stored.key;
    return repository.enable(
      { keyId, disabledAt: disabledAt ?? now, disabledBy: disabledBy ?? grace },
      entry,
    );
  },
  after: ({ stored }) => ({
    ...stored,
    key: { ...stored.key, disabledAt: null, disabledBy: null, reason: null },
  }),
};

/** Disablings that are not the one of `grace`. */
const others: readonly ActorReference[] = [
  { kind: 'user', id: 'ada' },
  { kind: 'user', id: 'Grace' },
  { kind: 'user', id: 'grace ' },
  { kind: 'system', id: 'grace' },
];

/** What `enable` promises. */
export const enableClauses: readonly Clause<MakeKeyRepository>[] = [
  ...clausesBesideRevocation(enabling),

  clause("enable leaves another actor's disabling alone", async (repository) => {
    for (const disabledBy of others) {
      const stored = await add(repository, disabled);
      const before = await keptOf(repository, stored.key.id);
      assert.equal(await enabling.ask(repository, seenAs(stored, { disabledBy })), false);
      assert.deepEqual(await keptOf(repository, stored.key.id), before);
    }
  }),

  clause('enable leaves a disabling of another instant alone, to the millisecond', async (repository) => {
    const stored = await add(repository, disabled);
    const before = await keptOf(repository, stored.key.id);
    const at = stored.key.disabledAt?.getTime() ?? 0;
    for (const ms of [at - 1, at + 1]) {
      assert.equal(await enabling.ask(repository, seenAs(stored, { disabledAt: new Date(ms) })), false);
    }
    assert.deepEqual(await keptOf(repository, stored.key.id), before);
  }),

  clause('a record can be disabled again once it was enabled', async (repository) => {
    const stored = await add(repository, disabled);
    await enabling.ask(repository, attemptOn(enabling, stored));
    const again = attemptOn(disabling, stored, { mark: 'again' });
    assert.equal(await disabling.ask(repository, again), true);
    assert.deepEqual(await recordOf(repository, stored.key.id), disabling.after(again).key);
  }),
];

/** An attempt of somebody who saw something else than what is stored. */
function seenAs(stored: StoredKey, seen: Partial<ApiKey>): Attempt {
  return attemptOn(enabling, { ...stored, key: { ...stored.key, ...seen } });
}
