import { postgresStorage } from '@postern/kysely/postgres';
import { Kysely, sql } from 'kysely';
import { type Database, DatabaseUnavailableError } from '../database.js';
import { createTables, type Tables } from '../schema.js';
import { postgresDialect } from './dialect.js';

/** For requests: a long wait for a connection must leave time for statements. */
const requestLimits = { connections: 10, connectMs: 1_500, deadlineMs: 2_000 };

/** For creating the tables: another process that is starting may hold the lock. */
const setUpLimits = { connections: 1, connectMs: 5_000, deadlineMs: 60_000 };

/** Opens a PostgreSQL database: one connection pool for the workspace, and one for Postern. */
export async function openPostgres(connectionString: string): Promise<Database> {
  await setUp(connectionString);
  const storage = postgresStorage({ connectionString, tablePrefix: 'postern_' });
  await storage.migrate();
  const db = new Kysely<Tables>({ dialect: postgresDialect(connectionString, requestLimits) });
  return {
    write: db,
    // On PostgreSQL, disk space is reserved on the server: docs/operations.md.
    grow: db,
    read: db,
    keyRepository: storage.repository,
    async close() {
      await db.destroy();
      await storage.close();
    },
  };
}

/** Creates missing tables, on a connection that may wait longer than those of requests. */
async function setUp(connectionString: string): Promise<void> {
  const db = new Kysely<Tables>({ dialect: postgresDialect(connectionString, setUpLimits) });
  try {
    await requireUtf8(db);
    await db.transaction().execute(async (transaction) => {
      // `create table if not exists` can fail if two run at the same time, so the transaction takes a lock. The names
      // are qualified, since another user's function in `public` may be a closer match (CVE-2018-1058).
      const key = sql`pg_catalog.hashtextextended('workspace tables', 0)`;
      await sql`select pg_catalog.pg_advisory_xact_lock(${key})`.execute(transaction);
      await createTables(transaction, 'text collate "C"');
    });
  } finally {
    await db.destroy();
  }
}

/** Other encodings can't store every character, so requests would fail that succeed on SQLite. */
async function requireUtf8(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(db);
  const encoding = rows[0]?.server_encoding;
  if (encoding === 'UTF8') return;
  throw new DatabaseUnavailableError('ENCODING', `its encoding must be UTF8, but is ${encoding}`);
}
