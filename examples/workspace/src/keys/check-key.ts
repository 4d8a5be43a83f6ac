import { hkdfSync, randomBytes } from 'node:crypto';
import type { Database } from '../database/database.js';

const setting = 'check_key';

/**
 * Returns the check keys. The configured one, if any, is used for new tokens. The database's own, which is created if
 * none is configured, still verifies the tokens that were issued with it, in all processes and after restarts.
 */
export async function loadCheckKeys(
  database: Database,
  configured: Uint8Array | undefined,
): Promise<readonly Uint8Array[]> {
  const kept = await readStoredKey(database);
  if (configured !== undefined) return kept === undefined ? [configured] : [configured, kept];
  return [kept ?? (await createStoredKey(database))];
}

/** Derives the key that seals questions to people who use agents. All processes of this workspace have the same one. */
export function mcpStateKey([checkKey]: readonly Uint8Array[]): Uint8Array {
  if (checkKey === undefined) throw new Error('there is no check key');
  return new Uint8Array(hkdfSync('sha256', checkKey, '', 'state of a question over MCP', 32));
}

async function readStoredKey({ write }: Database): Promise<Uint8Array | undefined> {
  const row = await write
    .selectFrom('workspace_settings')
    .select('value')
    .where('name', '=', setting)
    .executeTakeFirst();
  return row && new Uint8Array(Buffer.from(row.value, 'base64url'));
}

/** If two processes create one at the same time, both use the one that was stored first. */
async function createStoredKey(database: Database): Promise<Uint8Array> {
  await database.write
    .insertInto('workspace_settings')
    .values({ name: setting, value: randomBytes(32).toString('base64url') })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const kept = await readStoredKey(database);
  if (kept === undefined) throw new Error('the database did not store the check key');
  return kept;
}
