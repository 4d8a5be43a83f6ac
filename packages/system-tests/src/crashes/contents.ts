import type { KeyId } from '@postern/core';
import type { FoundKey, KeyRepository, StoredKey } from '@postern/core/ports';
import type { SharedDatabase } from '../../test-support/database.js';
import type { DatabaseContents } from './contradictions.js';

/** No table has this many rows. */
const all = { after: null, limit: 1_000_000 } as const;

/**
 * Reads everything that belongs to some owners, through the port.
 *
 * @throws if a record is unreadable, or if the tables have rows of other owners.
 */
export async function readContents(
  database: SharedDatabase,
  repository: KeyRepository,
  owners: readonly string[],
): Promise<DatabaseContents> {
  const records: StoredKey[] = [];
  const entries: DatabaseContents['entries'][number][] = [];
  for (const id of owners) {
    const owner = { kind: 'user', id };
    const keys = await repository.list({ owner, state: 'all', now: new Date(), ...all });
    for (let first = 0; first < keys.length; first += 256) {
      const some = keys.slice(first, first + 256);
      const found = await repository.find(some.map((key) => key.id));
      for (const key of some) records.push({ key, hash: hashIn(found.get(key.id), key.id) });
    }
    entries.push(...(await repository.history({ of: { owner }, ...all })));
  }
  await requireRows(database, 'postern_key', records.length);
  await requireRows(database, 'postern_audit', entries.length);
  const offers = await database.query('select id, claimed_at from postern_offer');
  return {
    records,
    entries,
    offers: offers.map(({ id, claimed_at }) => ({ id: String(id), isClaimed: claimed_at !== null })),
  };
}

function hashIn(found: FoundKey | undefined, keyId: KeyId): StoredKey['hash'] {
  if (found !== undefined && 'hash' in found) return found.hash;
  throw new Error(`the record of ${keyId} is missing or unreadable`);
}

async function requireRows({ query }: SharedDatabase, table: string, count: number): Promise<void> {
  const [row] = await query(`select count(*) as rows from ${table}`);
  if (Number(row?.rows) !== count)
    throw new Error(`${table} has ${row?.rows} rows, but ${count} were listed`);
}
