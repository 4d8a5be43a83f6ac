import type { EntryOfKey, PurgeQuery } from '@postern/core';
import { readKeyId, readOwner } from '../fields.js';
import type { KeyDatabase } from '../key-database.js';
import type { KeyTable, UnreadRow } from '../tables.js';
import { insertEntries } from './insert-entries.js';

/**
 * Removes revoked records, those that were revoked first before others, and adds the audit entry of each. Another purge
 * at the same time may be faster with some: only what this one removed is told of and counted. A record whose key ID or owner
 * somebody has damaged goes with the others: it is revoked, and must keep none of them. It leaves no audit entry, which
 * could not name it.
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
    await insertEntries(db, purged.flatMap(readable).map(entryOf), dialect);
    return purged.length;
  });
}

/** What an audit entry names, or nothing. Both are texts, unless somebody took the constraints of the table away. */
function readable({ id, owner_kind, owner_id }: UnreadRow<Pick<KeyTable, 'id' | 'owner_kind' | 'owner_id'>>) {
  try {
    return [{ id: readKeyId(id), owner: readOwner(owner_kind, owner_id) }];
  } catch {
    return [];
  }
}
