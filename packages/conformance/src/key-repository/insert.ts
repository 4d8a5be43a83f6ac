import assert from 'node:assert/strict';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { add, clause, historyOf, type MakeKeyRepository, revoke, storedOf } from './subject.js';

/** What `insert` promises. */
export const insertClauses: readonly Clause<MakeKeyRepository>[] = [
  clause('insert writes the record and its audit entry', async (repository) => {
    const stored = buildStoredKey();
    const entry = buildAuditEntry(stored.key);
    assert.equal(await repository.insert(stored, entry), true);
    assert.deepEqual(await storedOf(repository, stored.key.id), stored);
    assert.deepEqual(await historyOf(repository, stored.key.id), [entry]);
  }),

  clause('get, list and listAll return the prefix with which a record was written', async (repository) => {
    const first = await add(repository, { prefix: 'acme_service_account_of_32_chars' });
    const { owner, createdAt: now } = first.key;
    const second = await add(repository, { prefix: 'a1_b2', owner });
    const query = { state: 'all', now, after: null, limit: 10 } as const;
    const listed = await repository.list({ owner, ...query });
    const { keys: ofAll } = await repository.listAll(query);
    for (const { key } of [first, second]) {
      const found = [
        await repository.get(key.id),
        ...[...listed, ...ofAll].filter(({ id }) => id === key.id),
      ];
      assert.deepEqual(
        found.map((one) => one?.prefix),
        [key.prefix, key.prefix, key.prefix],
      );
    }
  }),

  clause('S09 insert returns false for a taken key ID and writes nothing', async (repository) => {
    const first = await add(repository);
    const history = await historyOf(repository, first.key.id);
    const second = buildStoredKey({
      key: buildKey({ id: first.key.id, owner: { kind: 'team', id: 'platform' }, name: 'Other' }),
      hash: '$insecure$1$1111111111111111',
    });
    assert.equal(await repository.insert(second, buildAuditEntry(second.key)), false);
    assert.deepEqual(await storedOf(repository, first.key.id), first);
    assert.deepEqual(await historyOf(repository, first.key.id), history);
  }),

  clause('S09 the key ID of a revoked record stays taken', async (repository) => {
    const { key } = await add(repository);
    await revoke(repository, key);
    const again = buildStoredKey({ key: buildKey({ id: key.id }) });
    assert.equal(await repository.insert(again, buildAuditEntry(again.key)), false);
  }),

  clause('S09 of several concurrent inserts of one key ID, exactly one succeeds', async (repository) => {
    const key = buildKey();
    const rivals = ['a', 'b', 'c', 'd'].map((name) => buildStoredKey({ key: { ...key, name } }));
    const entries = rivals.map((rival) => buildAuditEntry(rival.key));
    const taken = await Promise.all(
      rivals.map((rival, index) => repository.insert(rival, entries[index] ?? buildAuditEntry(rival.key))),
    );
    assert.equal(taken.filter(Boolean).length, 1);
    assert.deepEqual(await storedOf(repository, key.id), rivals[taken.indexOf(true)]);
    assert.deepEqual(await historyOf(repository, key.id), [entries[taken.indexOf(true)]]);
  }),
];
