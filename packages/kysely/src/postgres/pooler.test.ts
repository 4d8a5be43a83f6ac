import { keyRepositoryContract } from '@postern/conformance';
import { buildAuditEntry, buildStoredKey } from '@postern/core/testing';
import { createDatabase } from '@postern/postgres-server';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { postgresByHand } from '../../test-support/by-hand.mjs';
import { foreignClient, storageIn, temporaryDatabase } from '../../test-support/temporary-database.js';
import { startTransactionPooler, type TransactionPooler } from '../../test-support/transaction-pooler.js';
import { verifiable } from '../../test-support/verifiable.js';
import { postgresStorage } from './postgres-storage.js';

describe('through a pooler in transaction mode', () => {
  it('the pooler of these tests breaks what depends on a session', async () => {
    const { url } = await temporaryPooler(2);
    const [one, other] = [await foreignClient(url), await foreignClient(url)];
    await one.query("set application_name = 'one'");
    const names = [];
    for (const client of [other, one, other, one])
      names.push((await client.query('show application_name')).rows[0]);
    expect(new Set(names.map(({ application_name }) => application_name)).size).toBe(2);
    await expect(one.query({ name: 'named', text: 'select 1' })).rejects.toThrow();
    await expect(foreignClient(`${url}?options=-c%20lock_timeout=1`)).rejects.toThrow();
  });

  describe('the storage fulfils the contract', () => {
    let given: Awaited<ReturnType<typeof pooledStorage>>;
    beforeAll(async () => {
      given = await pooledStorage();
    });
    afterAll(() => given.end());

    for (const { name, run } of keyRepositoryContract) {
      it(name, (test) =>
        run(async () => {
          await given.empty();
          return {
            repository: given.repository,
            dispose: () => Promise.resolve(),
            damage: async (keyId) => {
              await given.host.query(`update postern_key set scopes = '{"QUOTED": 1}' where id = $1`, [
                keyId,
              ]);
            },
            block: {
              withinMs: 10_000,
              async start() {
                await given.host.query('begin; lock table postern_key in exclusive mode');
                return async () => void (await given.host.query('rollback'));
              },
            },
            second: async () => ({ repository: given.second, dispose: () => Promise.resolve() }),
            sql: async () => postgresByHand(given.host),
          };
        }, test),
      );
    }
  });

  it('many clients share a few connections, and each change and find is one transaction', async () => {
    const pooler = await temporaryPooler(2);
    const storages = Array.from({ length: 5 }, () => storageIn(pooler.url));
    await Promise.all(storages.map(({ migrate }) => migrate()));
    const before = pooler.transactions();
    const keys = storages.map(() => buildStoredKey());
    await Promise.all(
      storages.map(async ({ repository }, index) => {
        const stored = keys[index] ?? buildStoredKey();
        await repository.insert(stored, buildAuditEntry(stored.key));
        expect(await repository.find([stored.key.id])).toEqual(
          new Map([[stored.key.id, verifiable(stored)]]),
        );
      }),
    );
    expect(pooler.transactions() - before).toBe(10);
    expect(pooler.serverConnections()).toBe(2);
  });
});

/** A storage that uses a pooler, and whose tables can be emptied. */
async function pooledStorage() {
  const { url, drop } = await createDatabase(inject('postgresUrl'));
  const pooler = await startTransactionPooler(url, 3);
  const storage = postgresStorage({ connectionString: pooler.url });
  const second = postgresStorage({ connectionString: pooler.url });
  const host = new pg.Client({ connectionString: url });
  await Promise.all([storage.migrate(), host.connect()]);
  return {
    repository: storage.repository,
    second: second.repository,
    host,
    empty: () => host.query('delete from postern_key; delete from postern_audit'),
    async end() {
      await Promise.all([storage.close(), second.close(), host.end()]);
      pooler.close();
      await drop();
    },
  };
}

/** A pooler for an empty database. Both are removed when the test ends. */
async function temporaryPooler(most: number): Promise<TransactionPooler> {
  const pooler = await startTransactionPooler(await temporaryDatabase(), most);
  onTestFinished(pooler.close);
  return pooler;
}
