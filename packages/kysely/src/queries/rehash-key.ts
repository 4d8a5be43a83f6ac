import type { AuditEntry, Rehash } from '@postern/core';
import type { KeyDatabase } from '../key-database.js';
import { updateKeyWithEntry } from './update-key.js';

/** Replaces a hash, where it is the one that is named: whoever made the new one saw no other. */
export function rehashKey(
  database: KeyDatabase,
  { keyId, from, to }: Rehash,
  entry: AuditEntry,
): Promise<boolean> {
  return updateKeyWithEntry(
    database,
    { keyId, expected: undefined, set: { hash: to }, /* S05 */ where: (eb) => eb('hash', '=', from) },
    entry,
  );
}
