import { keyRepositoryContract, type MakeKeyRepository } from '@postern/conformance';
import type { StoredKey } from '@postern/core/ports';
import { buildAuditEntry, buildStoredKey } from '@postern/core/testing';
import { createDatabase } from '@postern/postgres-server';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { toJson } from './sql-records.js';
import { sqlRepository } from './sql-repository.js';
import { schema } from './sql-schema.js';

let database: Awaited<ReturnType<typeof createDatabase>>;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  pool = open();
  await pool.query(schema);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** A statement that waits for a lock has to fail in bounded time, and so has one whose answer never comes. */
function open(): pg.Pool {
  return new pg.Pool({
    connectionString: database.url,
    max: 20,
    statement_timeout: 2_000,
    query_timeout: 3_000,
  });
}

const make: MakeKeyRepository = async () => {
  await pool.query('truncate api_key, api_key_audit, api_key_request, api_key_offer');
  return {
    repository: sqlRepository(pool),
    dispose: async () => undefined,
    async damage(keyId) {
      await pool.query(`update api_key set record = record - 'hash' where id = $1`, [keyId]);
    },
    block: { withinMs: 4_000, start: lockTables },
    async second() {
      const other = open();
      return { repository: sqlRepository(other), dispose: () => other.end() };
    },
    sql: connect,
  };
};

async function lockTables() {
  const client = await pool.connect();
  await client.query('begin');
  await client.query('lock table api_key');
  return async () => {
    await client.query('rollback');
    client.release();
  };
}

async function connect() {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return {
    run: (statement: string) => client.query(statement),
    update: (stored: StoredKey) =>
      client.query('update api_key set record = $2 where id = $1', [stored.key.id, toJson(stored)]),
    delete: (keyId: string) => client.query('delete from api_key where id = $1', [keyId]),
    dispose: () => client.end(),
    readsWithinMs: 1_000,
  };
}

describe('the repository in SQL fulfils the contract', () => {
  for (const { name, run } of keyRepositoryContract) it(name, (test) => run(make, test));
});

it('S04 revokeAll revokes a successor that is committed while it waits for the lock of the old key', async () => {
  const { repository, sql } = await make();
  const [old, successor] = [buildStoredKey(), buildStoredKey()];
  await repository.insert(old, buildAuditEntry(old.key));
  const at = new Date('2026-02-01T00:00:00Z');
  const rotation = await sql?.();
  await rotation?.run('begin');
  await rotation?.update({ ...old, key: { ...old.key, revokedAt: at, successorId: successor.key.id } });
  await rotation?.run(
    `insert into api_key values ('${successor.key.id}', '${toJson(successor).replaceAll("'", "''")}')`,
  );

  const { owner } = old.key;
  const entryOf = () => buildAuditEntry(successor.key);
  const revoking = repository.revokeAll({ owner, at, reason: null, createdBefore: null, limit: 1 }, entryOf);
  await expect.poll(waitingForLocks).toBe(1);
  await rotation?.run('commit');
  expect(await revoking).toEqual([successor.key.id]);
  await rotation?.dispose();
});

async function waitingForLocks(): Promise<number> {
  const { rowCount } = await pool.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rowCount ?? 0;
}
