import type { EntryOfKey, KeyId, OwnerRevocation } from '@postern/core';
import type { Kysely } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { KeyDatabase } from '../key-database.js';
import type { Tables } from '../tables.js';
import { insertEntries } from './insert-entries.js';

/**
 * Marks all records of an owner as revoked that are not, and adds the audit entry of each. It looks again until there is
 * none: while a statement waited for a rotation, a successor may have come that it could not see.
 */
export function revokeAllKeys(
  { dialect, write }: KeyDatabase,
  revocation: OwnerRevocation,
  entryOf: EntryOfKey,
): Promise<readonly KeyId[]> {
  const { owner } = revocation;
  return write(async (db) => {
    const revoked: KeyId[] = [];
    for (;;) {
      const ids = await revokeThoseThere(db, revocation, dialect);
      if (ids.length === 0) return revoked;
      const entries = ids.map((id) => entryOf({ id, owner }));
      await insertEntries(db, entries, dialect);
      revoked.push(...ids);
    }
  });
}

async function revokeThoseThere(
  db: Kysely<Tables>,
  { owner, at, reason, createdBefore }: OwnerRevocation,
  { writeInstant }: Dialect,
): Promise<readonly KeyId[]> {
  const unrevoked = db
    .updateTable('key')
    .set({ revoked_at: writeInstant(at), reason })
    .where('owner_kind', '=', owner.kind)
    .where('owner_id', '=', owner.id)
    .where('revoked_at', 'is', null);
  const concerned =
    createdBefore === null ? unrevoked : unrevoked.where('created_at', '<', writeInstant(createdBefore));
  const rows = await concerned.returning('id').execute();
  // As they are in the rows: one that somebody has damaged must not keep the others from being revoked.
  return rows.map(({ id }) => id as KeyId);
}
