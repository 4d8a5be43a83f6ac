import { randomBytes } from 'node:crypto';
import type { Database } from '../database/database.js';

const setting = 'check_key';

/**
 * Gives the check keys. The configured one signs, where there is one; the database's own, drawn where none is
 * configured, goes on verifying what was issued under it. So restarts and several processes share it.
 */
export async function loadCheckKeys(
  database: Database,
  configured: Uint8Array | undefined,
): Promise<readonly Uint8Array[]> {
  const kept = await readStoredKey(database);
  if (configured !== undefined) return kept === undefined ? [configured] : [configured, kept];
  return [kept ?? (await createStoredKey(database))];
}

async function readStoredKey({ write }: Database): Promise<Uint8Array | undefined> {
  const row = await write
    .selectFrom('workspace_settings')
    .select('value')
    .where('name', '=', setting)
    .executeTakeFirst();
  return row && new Uint8Array(Buffer.from(row.value, 'base64url'));
}

/** Where two processes draw at once, both take the one that was first. */
async function createStoredKey(database: Database): Promise<Uint8Array> {
  await database.write
    .insertInto('workspace_settings')
    .values({ name: setting, value: randomBytes(32).toString('base64url') })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const kept = await readStoredKey(database);
  if (kept === undefined) throw new Error('the database did not keep the check key');
  return kept;
}
