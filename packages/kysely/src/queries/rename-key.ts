import type { AuditEntry, Renaming } from '@postern/core';
import type { KeyDatabase } from '../key-database.js';
import { updateKeyWithEntry } from './update-key.js';

/** Gives a record another name than it has. */
export function renameKey(
  database: KeyDatabase,
  { keyId, name, expected }: Renaming,
  entry: AuditEntry,
): Promise<boolean> {
  return updateKeyWithEntry(
    database,
    { keyId, expected, set: { name }, where: (eb) => eb('name', '!=', name) },
    entry,
  );
}
