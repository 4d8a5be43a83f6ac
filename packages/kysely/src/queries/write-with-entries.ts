import type { AuditEntry } from '@postern/core';
import type { KeyDatabase, Work } from '../key-database.js';
import { insertEntries } from './insert-entries.js';

/** Makes a change and, where it changed something, adds its audit entries: in one transaction. Says whether it did. */
export function writeWithEntries(
  { dialect, write }: KeyDatabase,
  entries: readonly AuditEntry[],
  change: Work<boolean>,
): Promise<boolean> {
  return write(async (db) => {
    const changed = await change(db);
    if (changed) await insertEntries(db, entries, dialect);
    return changed;
  });
}
