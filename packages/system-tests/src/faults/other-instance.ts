import type { IssuedKey } from '@postern/core';
import { postgresStorage } from '@postern/kysely/postgres';
import { Pool } from 'pg';
import { onTestFinished } from 'vitest';
import { ada, startService } from './service.js';

/** What a server calls the one connection of the other instance. */
export const otherInstance = 'other instance';

/** Starts another instance of the service on a database. It has its connection from now on. Gives how it revokes. */
export async function revokerElsewhere(databaseUrl: string): Promise<(key: IssuedKey) => Promise<void>> {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: otherInstance,
    max: 1,
    idleTimeoutMillis: 0,
  });
  pool.on('error', () => undefined);
  onTestFinished(() => pool.end());
  await pool.query('select 1');
  const { keys } = await startService(postgresStorage({ pool }).repository);
  return async ({ key }) => void (await keys.revoke(key.id, { actor: ada }));
}
