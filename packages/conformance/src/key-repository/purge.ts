import assert from 'node:assert/strict';
import type { ApiKey, AuditEntry } from '@postern/core';
import type { KeyRepository, PurgeQuery } from '@postern/core/ports';
import { buildAuditEntry, buildKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { attemptOn } from './change.js';
import { allStates, now, recordsIn, transitionsOf } from './records.js';
import { rotate, rotating } from './rotate.js';
import { add, clause, historyOf, type MakeKeyRepository, recordOf, snapshotOf, storedOf } from './subject.js';

const past = new Date(now.getTime() - 1);
const leadsTo = transitionsOf('purge');

/** What `purge` promises. */
export const purgeClauses: readonly Clause<MakeKeyRepository>[] = [
  clause('purge removes records in exactly the states that the table of states lists', async (repository) => {
    const [gone, left]: [ApiKey[], ApiKey[]] = [[], []];
    for (const state of allStates) {
      for (const given of recordsIn[state]) {
        const { key } = await add(repository, given);
        (leadsTo[state] === undefined ? left : gone).push(key);
      }
    }
    assert.equal(await purge(repository), gone.length);
    for (const { id } of gone) assert.equal(await storedOf(repository, id), undefined);
    for (const key of left) assert.deepEqual(await recordOf(repository, key.id), key);
  }),

  clause(
    'purge removes the records of all owners that were revoked before the instant, to the millisecond',
    async (repository) => {
      const team = { kind: 'team', id: 'platform' };
      const gone = await add(repository, { owner: team, revokedAt: past });
      const left = await add(repository, { revokedAt: now });
      assert.equal(await purge(repository), 1);
      assert.equal(await storedOf(repository, gone.key.id), undefined);
      assert.deepEqual(await storedOf(repository, left.key.id), left);
    },
  ),

  clause('purge removes at most as many records as the limit allows', async (repository) => {
    for (let count = 0; count < 5; count += 1) await add(repository, { revokedAt: past });
    const counts = [2, 2, 2, 2].map((limit) => () => purge(repository, { limit }));
    const removed: number[] = [];
    for (const next of counts) removed.push(await next());
    assert.deepEqual(removed, [2, 2, 1, 0]);
  }),

  clause('purge keeps all audit entries and adds one for each record', async (repository) => {
    const keys = [await add(repository, { revokedAt: past }), await add(repository, { revokedAt: past })];
    const issued = await Promise.all(keys.map(({ key }) => historyOf(repository, key.id)));
    const entries: AuditEntry[] = [];
    await purge(repository, {}, (key) => {
      const entry = purgedEntry(key);
      entries.push(entry);
      return entry;
    });
    for (const [index, { key }] of keys.entries()) {
      const added = entries.filter(({ keyId }) => keyId === key.id);
      assert.deepEqual(await historyOf(repository, key.id), [...added, ...(issued[index] ?? [])]);
    }
    const query = { of: { owner: { kind: 'user', id: 'ada' } }, after: null, limit: 10 };
    assert.equal((await repository.history(query)).length, 4);
  }),

  clause(
    'S04 of several concurrent purges, exactly one removes each record and writes its audit entry',
    async (repository) => {
      const keys: ApiKey[] = [];
      for (let count = 0; count < 5; count += 1) keys.push((await add(repository, { revokedAt: past })).key);
      const counts = await Promise.all([2, 2, 2].map((limit) => purge(repository, { limit })));
      let left = 0;
      let recorded = 0;
      for (const { id } of keys) {
        const { stored: found, entries } = await snapshotOf(repository, id);
        if (found !== undefined) left += 1;
        const purged = entries.filter(({ action }) => action === 'purged').length;
        assert.equal(purged, found === undefined ? 1 : 0);
        recorded += purged;
      }
      const removed = counts.reduce((sum, count) => sum + count, 0);
      assert.deepEqual([removed, removed], [recorded, keys.length - left]);
    },
  ),

  clause('F14 of several concurrent purges, none returns 0 while records are left', async (repository) => {
    const keys: ApiKey[] = [];
    for (let count = 0; count < 12; count += 1) keys.push((await add(repository, { revokedAt: past })).key);
    const purgeUntilNone = async (limit: number) => {
      while ((await purge(repository, { limit })) > 0);
      for (const { id } of keys) assert.equal(await storedOf(repository, id), undefined);
    };
    await Promise.all([2, 3, 5].map(purgeUntilNone));
  }),

  clause('S03 recording a use of a purged record does not bring it back', async (repository) => {
    const { key } = await add(repository, { revokedAt: past });
    await Promise.all([purge(repository), repository.recordUses([{ keyId: key.id, at: now }])]);
    await repository.recordUses([{ keyId: key.id, at: now }]);
    assert.equal(await storedOf(repository, key.id), undefined);
  }),

  clause('purging one record of a rotation leaves the others alone', async (repository) => {
    const first = attemptOn(rotating, await add(repository));
    await rotate(repository, first, { graceEndsAt: now });
    const second = attemptOn(rotating, first.successor);
    await rotating.apply(repository, second);
    const [before, after] = [
      await storedOf(repository, first.stored.key.id),
      await storedOf(repository, second.successor.key.id),
    ];
    assert.equal(await purge(repository, { revokedBefore: new Date(now.getTime() + 1) }), 1);
    assert.equal(await storedOf(repository, first.successor.key.id), undefined);
    assert.deepEqual(await storedOf(repository, first.stored.key.id), before);
    assert.deepEqual(await storedOf(repository, second.successor.key.id), after);
  }),
];

export function purge(
  repository: KeyRepository,
  query: Partial<PurgeQuery> = {},
  entryOf: (key: Pick<ApiKey, 'id' | 'owner'>) => AuditEntry = purgedEntry,
): Promise<number> {
  return repository.purge({ revokedBefore: now, limit: 100, ...query }, entryOf);
}

function purgedEntry({ id, owner }: Pick<ApiKey, 'id' | 'owner'>): AuditEntry {
  return buildAuditEntry(buildKey({ id, owner }), { action: 'purged', at: now });
}
