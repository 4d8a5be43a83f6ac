import type { AuditEntry, StoredKey } from '@postern/core';
import { auditRow } from '../audit-row.js';
import type { KeyDatabase } from '../key-database.js';
import { keyRow } from '../key-row.js';

/** Adds a record, and its audit entry if the record was added. `false`: the key ID is taken. */
export function insertKey(
  { dialect, write }: KeyDatabase,
  stored: StoredKey,
  entry: AuditEntry,
): Promise<boolean> {
  return write(async (db) => {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('key')
      .values(keyRow(stored, dialect))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows !== 1n) return false;
    await db.insertInto('audit').values(auditRow(entry, dialect)).execute();
    return true;
  });
}
