import type { AuditEntry, Revocation } from '@postern/core';
import type { KeyDatabase } from '../key-database.js';
import { updateKeyWithEntry } from './update-key.js';

/** Marks a record as revoked. */
export function revokeKey(
  database: KeyDatabase,
  { keyId, at, reason, expected }: Revocation,
  entry: AuditEntry,
): Promise<boolean> {
  const revoked_at = database.dialect.writeInstant(at);
  return updateKeyWithEntry(database, { keyId, expected, set: { revoked_at, reason } }, entry);
}
