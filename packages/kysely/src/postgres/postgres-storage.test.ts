import { keyRepositoryContract } from '@postern/conformance';
import { buildAuditEntry, buildStoredKey } from '@postern/core/testing';
import { createDatabase } from '@postern/postgres-server';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { postgresByHand } from '../../test-support/by-hand.mjs';
import { everyCall } from '../../test-support/every-call.js';
import {
  foreignClient,
  hostPool,
  storageIn,
  temporaryDatabase,
} from '../../test-support/temporary-database.js';
import { type KeyStorage, postgresStorage } from './index.js';

const stored = buildStoredKey();
const entry = buildAuditEntry(stored.key);

describe('the PostgreSQL storage fulfils the contract on a real server', () => {
  let storage: KeyStorage;
  let second: KeyStorage;
  let client: pg.Client;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await createDatabase(inject('postgresUrl'));
    storage = postgresStorage({ connectionString: database.url });
    second = postgresStorage({ connectionString: database.url });
    client = new pg.Client({ connectionString: database.url });
    drop = database.drop;
    await Promise.all([storage.migrate(), client.connect()]);
  });
  afterAll(async () => {
    await Promise.all([storage.close(), second.close(), client.end()]);
    await drop();
  });

  for (const { name, run } of keyRepositoryContract) {
    it(name, (test) =>
      run(async () => {
        await client.query('delete from postern_key; delete from postern_audit');
        return {
          repository: storage.repository,
          dispose: () => Promise.resolve(),
          damage: async (keyId) => {
            await client.query(`update postern_key set scopes = '{"QUOTED": 1}' where id = $1`, [keyId]);
          },
          block: {
            withinMs: 10_000,
            async start() {
              await client.query('begin; lock table postern_key in exclusive mode');
              return async () => void (await client.query('rollback'));
            },
          },
          second: async () => ({ repository: second.repository, dispose: () => Promise.resolve() }),
          sql: async () => postgresByHand(client),
        };
      }, test),
    );
  }
});

describe('before migrate()', () => {
  it('opens nothing', () => {
    storageIn('postgres://nobody@127.0.0.1:1/nowhere');
  });

  it.each(everyCall)('%s reports that it must be called', async (_, call) => {
    const storage = storageIn(inject('postgresUrl'));
    await expect(call(storage.repository)).rejects.toMatchObject({
      code: 'ERR_SCHEMA_MISSING',
      message: expect.stringContaining('storage.migrate()'),
    });
  });

  it('a call fails, and succeeds once it was called', async () => {
    const storage = storageIn(await temporaryDatabase());
    await expect(storage.repository.insert(stored, entry)).rejects.toThrow();
    await storage.migrate();
    expect(await storage.repository.insert(stored, entry)).toBe(true);
  });
});

describe('close()', () => {
  it('may be called any number of times, even before anything was opened', async () => {
    const storage = storageIn('postgres://nobody@127.0.0.1:1/nowhere');
    await Promise.all([storage.close(), storage.close()]);
    await storage.close();
  });

  it.each(everyCall)('makes every later %s fail', async (_, call) => {
    const storage = storageIn('postgres://nobody@127.0.0.1:1/nowhere');
    await storage.close();
    await expect(call(storage.repository)).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      message: expect.stringContaining('closed'),
    });
  });

  it('lets a write in progress commit', async () => {
    const url = await temporaryDatabase();
    const storage = storageIn(url);
    await storage.migrate();
    const written = storage.repository.insert(stored, entry);
    await storage.close();
    expect(await written).toBe(true);
    const { rows } = await (await foreignClient(url)).query('select id from postern_key');
    expect(rows).toEqual([{ id: stored.key.id }]);
  });

  it('leaves no connection open', async () => {
    const url = await temporaryDatabase();
    const storage = storageIn(url);
    await storage.migrate();
    await storage.close();
    const client = await foreignClient(url);
    const others =
      'select count(*)::int as count from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
    await expect.poll(async () => (await client.query(others)).rows).toEqual([{ count: 0 }]);
  });

  it("leaves the host's pool open", async () => {
    const pool = hostPool(await temporaryDatabase());
    const storage = postgresStorage({ pool });
    await storage.migrate();
    await storage.close();
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});
