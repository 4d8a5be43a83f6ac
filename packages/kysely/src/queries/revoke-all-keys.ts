import type { EntryOfKey, KeyId, OwnerRevocation } from '@postern/core';
import type { KeyDatabase } from '../key-database.js';
import { insertEntries } from './insert-entries.js';

/** Marks all records of an owner as revoked that are not, by one statement, and adds the audit entry of each. */
export function revokeAllKeys(
  { dialect, write }: KeyDatabase,
  { owner, at, reason, createdBefore }: OwnerRevocation,
  entryOf: EntryOfKey,
): Promise<readonly KeyId[]> {
  return write(async (db) => {
    const unrevoked = db
      .updateTable('key')
      .set({ revoked_at: dialect.writeInstant(at), reason })
      .where('owner_kind', '=', owner.kind)
      .where('owner_id', '=', owner.id)
      .where('revoked_at', 'is', null);
    const concerned =
      createdBefore === null
        ? unrevoked
        : unrevoked.where('created_at', '<', dialect.writeInstant(createdBefore));
    const revoked = await concerned.returning('id').execute();
    // As the row has them: one that somebody has damaged must not keep the others from being revoked.
    const ids = revoked.map(({ id }) => id as KeyId);
    await insertEntries(
      db,
      ids.map((id) => entryOf({ id, owner })),
      dialect,
    );
    return ids;
  });
}
