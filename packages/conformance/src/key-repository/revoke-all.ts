import assert from 'node:assert/strict';
import type { ApiKey, AuditEntry, KeyId } from '@postern/core';
import type { KeyRepository, OwnerRevocation, StoredKey } from '@postern/core/ports';
import { buildAuditEntry } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { allStates, now, recordsIn, transitionsOf } from './records.js';
import { add, clause, historyOf, type MakeKeyRepository, recordOf, revoke, snapshotOf } from './subject.js';

const ada = { kind: 'user', id: 'ada' };
const reason = 'laptop stolen';
const leadsTo = transitionsOf('revoke');

/** What `revokeAll` promises. */
export const revokeAllClauses: readonly Clause<MakeKeyRepository>[] = [
  clause(
    'revokeAll writes each revocation with its own audit entry, and returns the key IDs',
    async (repository) => {
      const stored = [
        await add(repository, { lastUsedAt: now, scopes: ['agents:read'] }),
        await add(repository),
      ];
      const issued = await Promise.all(stored.map(({ key }) => historyOf(repository, key.id)));
      const { keyIds, entries } = await revokeAll(repository);
      assert.deepEqual(keyIds.toSorted(), stored.map(({ key }) => key.id).toSorted());
      for (const [index, { key, hash }] of stored.entries()) {
        assert.deepEqual(await snapshotOf(repository, key.id), {
          stored: { key: { ...key, revokedAt: now, reason }, hash },
          entries: [...entries.filter(({ keyId }) => keyId === key.id), ...(issued[index] ?? [])],
        });
      }
    },
  ),

  clause(
    'revokeAll changes records in exactly the states that the table of states lists',
    async (repository) => {
      const expected: KeyId[] = [];
      const others: StoredKey[] = [];
      for (const state of allStates) {
        for (const given of recordsIn[state]) {
          const stored = await add(repository, given);
          if (leadsTo[state] === undefined) others.push(stored);
          else expected.push(stored.key.id);
        }
      }
      assert.deepEqual((await revokeAll(repository)).keyIds.toSorted(), expected.toSorted());
      for (const { key } of others) assert.deepEqual(await recordOf(repository, key.id), key);
    },
  ),

  clause('revokeAll leaves the keys of every other owner alone', async (repository) => {
    const owners = [
      { ...ada, kind: 'team' },
      { ...ada, id: 'Ada' },
      { ...ada, id: 'ada ' },
      { ...ada, id: 'adä' },
    ];
    const others: ApiKey[] = [];
    for (const owner of owners) others.push((await add(repository, { owner })).key);
    assert.deepEqual((await revokeAll(repository)).keyIds, []);
    for (const key of others) assert.deepEqual(await recordOf(repository, key.id), key);
  }),

  clause('revokeAll leaves records that were not created before the instant alone', async (repository) => {
    const [before, at, after] = [-1, 0, 1].map((ms) => ({ createdAt: new Date(now.getTime() + ms) }));
    const older = await add(repository, before);
    for (const given of [at, after]) await add(repository, given);
    assert.deepEqual((await revokeAll(repository, { createdBefore: now })).keyIds, [older.key.id]);
  }),

  clause('revokeAll without a reason removes an earlier one', async (repository) => {
    const { key } = await add(repository, { reason: 'suspicious' });
    await revokeAll(repository, { reason: null });
    assert.equal((await recordOf(repository, key.id)).reason, null);
  }),

  clause('S04 revokeAll returns no key IDs the second time and writes nothing', async (repository) => {
    const { key } = await add(repository);
    await revokeAll(repository);
    const before = await snapshotOf(repository, key.id);
    const { keyIds } = await revokeAll(repository, { reason: 'again' });
    assert.deepEqual(keyIds, []);
    assert.deepEqual(await snapshotOf(repository, key.id), before);
  }),

  clause(
    'S04 of concurrent calls of revokeAll and revoke, exactly one revokes each record and writes its audit entry',
    async (repository) => {
      const keys: ApiKey[] = [];
      for (let count = 0; count < 4; count += 1) keys.push((await add(repository)).key);
      const [first, second, ...single] = await Promise.all([
        revokeAll(repository, { reason: 'first' }),
        revokeAll(repository, { reason: 'second' }),
        ...keys.slice(0, 2).map((key) => revoke(repository, key, { reason: 'single' })),
      ]);
      const alone = single.filter(({ changed }) => changed).map(({ entry }) => entry.keyId);
      const won = [...first.keyIds, ...second.keyIds, ...alone];
      assert.deepEqual(won.toSorted(), keys.map(({ id }) => id).toSorted());
      for (const { id } of keys) {
        const winner = first.keyIds.includes(id) ? 'first' : second.keyIds.includes(id) ? 'second' : 'single';
        const entries = (await historyOf(repository, id)).filter(({ action }) => action === 'revoked');
        assert.deepEqual(
          [(await recordOf(repository, id)).reason, entries.map((entry) => entry.reason)],
          [winner, [winner]],
        );
      }
    },
  ),

  clause(
    'revokeAll revokes at most as many records as the limit allows, and returns no key IDs only if none is left',
    async (repository) => {
      for (let count = 0; count < 300; count += 1) await add(repository);
      const steps = await revokeUntilNone(repository, { limit: 120 });
      for (const step of steps) assert.ok(step <= 120, `expected at most 120 revocations; got ${step}`);
      const revoked = steps.reduce((sum, step) => sum + step, 0);
      assert.equal(revoked, 300);
      const query = { owner: ada, now, after: null, limit: 1_000 };
      assert.equal((await repository.list({ ...query, state: 'revoked' })).length, 300);
    },
  ),
];

/** Calls `revokeAll` until it revokes none. Returns how many it revoked each time. */
export async function revokeUntilNone(
  repository: KeyRepository,
  given: Partial<OwnerRevocation> = {},
): Promise<readonly number[]> {
  const steps: number[] = [];
  while (steps.at(-1) !== 0 && steps.length < 1_000)
    steps.push((await revokeAll(repository, given)).keyIds.length);
  return steps;
}

/** Revokes keys of Ada in one call. Returns their key IDs, and the last audit entry that was created for each key. */
export async function revokeAll(
  repository: KeyRepository,
  given: Partial<OwnerRevocation> = {},
  entryGiven: () => Partial<AuditEntry> = () => ({}),
): Promise<{ readonly keyIds: readonly KeyId[]; readonly entries: readonly AuditEntry[] }> {
  const all = { owner: ada, at: now, reason, createdBefore: null, limit: 1_000 };
  const revocation: OwnerRevocation = { ...all, ...given };
  const entries = new Map<KeyId, AuditEntry>();
  const keyIds = await repository.revokeAll(revocation, ({ id, owner }) => {
    const { key } = { key: { id, owner, createdAt: revocation.at } as ApiKey };
    const entry = buildAuditEntry(key, { action: 'revoked', reason: revocation.reason, ...entryGiven() });
    entries.set(id, entry);
    return entry;
  });
  return { keyIds, entries: [...entries.values()] };
}
