import { postgresStorage } from '@postern/kysely/postgres';
import { Kysely, sql } from 'kysely';
import type { Database } from '../database.js';
import { DatabaseUnavailableError } from '../database-unavailable-error.js';
import { createTables } from '../schema.js';
import type { Tables } from '../tables.js';
import { patientPostgres } from './patient-postgres.js';
import { openPool } from './pool.js';

/** For requests. Who has waited for a connection needs time for statements still. */
const requests = { connections: 10, connectMs: 1_500, deadlineMs: 2_000 };

/** For creating the tables: another instance that starts may hold the lock. */
const setUps = { connections: 1, connectMs: 5_000, deadlineMs: 60_000 };

/** Opens a PostgreSQL database: a pool of connections for the workspace, and one of Postern's own. */
export async function openPostgres(connectionString: string): Promise<Database> {
  await setUp(connectionString);
  const storage = postgresStorage({ connectionString, tablePrefix: 'postern_' });
  await storage.migrate();
  const pool = openPool(connectionString, requests);
  const db = new Kysely<Tables>({ dialect: patientPostgres(pool) });
  return {
    write: db,
    // A PostgreSQL server reserves room in another way: docs/operations.md.
    grow: db,
    read: db,
    keyRepository: storage.repository,
    async close() {
      await db.destroy();
      await storage.close();
    },
  };
}

/** Creates what is missing, on a connection that may wait longer than requests do. */
async function setUp(connectionString: string): Promise<void> {
  const pool = openPool(connectionString, setUps);
  const db = new Kysely<Tables>({ dialect: patientPostgres(pool) });
  try {
    await requireUtf8(db);
    await db.transaction().execute(async (transaction) => {
      // `create table if not exists` fails where two do it at once. The lock goes with the transaction. By their full
      // names, since a function of somebody else in `public` may be a closer match (CVE-2018-1058).
      const key = sql`pg_catalog.hashtextextended('workspace tables', 0)`;
      await sql`select pg_catalog.pg_advisory_xact_lock(${key})`.execute(transaction);
      await createTables(transaction, sql`text collate "C"`);
    });
  } finally {
    await db.destroy();
  }
}

/** In another encoding there are characters that can't be stored, and requests would fail that SQLite answers. */
async function requireUtf8(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(db);
  const encoding = rows[0]?.server_encoding;
  if (encoding === 'UTF8') return;
  throw new DatabaseUnavailableError('ENCODING', `its encoding must be UTF8, and is ${encoding}`);
}
