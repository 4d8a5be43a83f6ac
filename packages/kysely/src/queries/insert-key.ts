import type { AuditEntry, KeyId } from '@postern/core';
import type { KeyCap, StoredKey } from '@postern/core/ports';
import type { KeyDatabase } from '../key-database.js';
import { keyRow } from '../key-row.js';
import {
  expectKey,
  expectNoKey,
  hasValues,
  requireOneRow,
  type Transaction,
  writeWithEntries,
} from './checked-write.js';
import { withinCap } from './key-cap.js';

/** Adds a record, and its audit entry if the record was added. `false`: the key ID is taken. */
export function insertKeyWithEntry(
  database: KeyDatabase,
  { stored, cap }: { readonly stored: StoredKey; readonly cap: KeyCap | undefined },
  entry: AuditEntry,
): Promise<boolean> {
  return writeWithEntries(database, [entry], (transaction) =>
    withinCap(transaction, cap, () => insertKey(transaction, stored)),
  );
}

/** Adds a record, in an open transaction. `false`: the key ID is taken. */
export async function insertKey(transaction: Transaction, stored: StoredKey): Promise<boolean> {
  const { db, dialect } = transaction;
  const row = keyRow(stored, dialect);
  const isInserted = await dialect.insertIfAbsent(db, 'key', row);
  expectKey(transaction, row.id, hasValues<'key'>(isInserted ? row : { id: row.id }));
  return isInserted;
}

/** Deletes a record that this transaction has inserted, so no one else ever sees it. */
export async function deleteInsertedKey(transaction: Transaction, id: KeyId): Promise<void> {
  const { numDeletedRows } = await transaction.db
    .deleteFrom('key')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  requireOneRow(numDeletedRows);
  expectNoKey(transaction, id);
}
