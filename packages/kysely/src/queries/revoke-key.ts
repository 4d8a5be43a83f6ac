import type { AuditEntry, Revocation } from '@postern/core';
import { auditRow } from '../audit-row.js';
import type { KeyDatabase } from '../key-database.js';

/** Marks a record as revoked, and adds the audit entry if that changed it. The condition lets one of many win. */
export function revokeKey(
  { dialect, write }: KeyDatabase,
  { keyId, at, reason }: Revocation,
  entry: AuditEntry,
): Promise<boolean> {
  return write(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable('key')
      .set({ revoked_at: dialect.writeInstant(at), reason })
      .where('id', '=', keyId)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows !== 1n) return false;
    await db.insertInto('audit').values(auditRow(entry, dialect)).execute();
    return true;
  });
}
