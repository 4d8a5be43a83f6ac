import type { EntryOfKey, PurgeQuery } from '@postern/core';
import { readingRow, readKeyId, readOwner } from '../fields.js';
import type { KeyDatabase } from '../key-database.js';
import { insertEntries } from './insert-entries.js';

/**
 * Removes revoked records, those that were revoked first before others, and adds the audit entry of each. Another purge
 * at the same time may be faster with some: only what this one removed is told of and counted.
 */
export function purgeKeys(
  { dialect, write }: KeyDatabase,
  { revokedBefore, limit }: PurgeQuery,
  entryOf: EntryOfKey,
): Promise<number> {
  return write(async (db) => {
    const purged = await db
      .deleteFrom('key')
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('key')
          .select('id')
          .where('revoked_at', '<', dialect.writeInstant(revokedBefore))
          .orderBy('revoked_at')
          .orderBy('id')
          .limit(limit),
      )
      .returning(['id', 'owner_kind', 'owner_id'])
      .execute();
    const keys = purged.map((row) =>
      readingRow(row.id, () => ({
        id: readKeyId(row.id),
        owner: readOwner(row.owner_kind, row.owner_id),
      })),
    );
    await insertEntries(db, keys.map(entryOf), dialect);
    return keys.length;
  });
}
