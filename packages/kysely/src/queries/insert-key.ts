import type { AuditEntry, StoredKey } from '@postern/core';
import type { Kysely } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { KeyDatabase } from '../key-database.js';
import { keyRow } from '../key-row.js';
import type { Tables } from '../tables.js';
import { requireKey, says } from './as-written.js';
import { writeWithEntries } from './write-with-entries.js';

/** Adds a record, and its audit entry if the record was added. `false`: the key ID is taken. */
export function insertKeyWithEntry(
  database: KeyDatabase,
  stored: StoredKey,
  entry: AuditEntry,
): Promise<boolean> {
  return writeWithEntries(database, [entry], (db) => insertKey(db, stored, database.dialect));
}

/** Adds a record, in a transaction that has begun. `false`: the key ID is taken. */
export async function insertKey(db: Kysely<Tables>, stored: StoredKey, dialect: Dialect): Promise<boolean> {
  const row = keyRow(stored, dialect);
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('key')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow();
  const isInserted = numInsertedOrUpdatedRows === 1n;
  await requireKey(db, says<'key'>(isInserted ? row : { id: row.id }));
  return isInserted;
}
