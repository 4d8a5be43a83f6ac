import { createDatabase } from '@postern/postgres-server';
import pg from 'pg';
import { expect, inject, onTestFinished } from 'vitest';
import { type KeyStorage, type PostgresStorageOptions, postgresStorage } from '../src/postgres/index.js';

/** The connection string of an empty database, which is removed when the test ends. */
export async function temporaryDatabase(serverUrl: string = inject('postgresUrl')): Promise<string> {
  const { url, drop } = await createDatabase(serverUrl);
  onTestFinished(drop);
  return url;
}

/** A storage that is closed when the test ends. It has no tables yet. */
export function storageIn(
  connectionString: string,
  options: Partial<PostgresStorageOptions> = {},
): KeyStorage {
  const where = options.pool === undefined ? { connectionString } : {};
  const storage = postgresStorage({ ...where, ...options });
  onTestFinished(() => storage.close());
  return storage;
}

/** A connection that is not Postern's to the same database. It ends when the test does. */
export async function foreignClient(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  // Not awaited: a server that is frozen or gone never answers.
  onTestFinished(() => void client.end().catch(() => undefined));
  return client;
}

/** A pool of a host application. It ends when the test does. */
export function hostPool(connectionString: string, config: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({ connectionString, ...config });
  pool.on('error', () => undefined);
  onTestFinished(() => void pool.end().catch(() => undefined));
  return pool;
}

/** Waits until `count` connections to a client's database wait for a lock. */
export async function untilWaiting(client: pg.Client, count: number): Promise<void> {
  const waiting = "datname = current_database() and wait_event_type = 'Lock'";
  const query = `select count(*)::int as count from pg_stat_activity where ${waiting}`;
  await expect.poll(async () => (await client.query(query)).rows, { timeout: 5_000 }).toEqual([{ count }]);
}
