import type { IssuedKey } from '@postern/core';
import { postgresStorage } from '@postern/kysely/postgres';
import { Pool } from 'pg';
import { onTestFinished } from 'vitest';
import { ada, startService } from './service.js';

/** The `application_name` of the other instance's only connection. */
export const otherInstance = 'other instance';

/**
 * Starts another instance of the service, which keeps one connection. Returns a function that revokes a key with it.
 */
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
