import type { AuditEntry } from '@postern/core';
import type { KeyDatabase } from '../key-database.js';
import { type Transaction, writeChecked } from './as-written.js';
import { insertEntries } from './insert-entries.js';

/** Makes a change and, where it changed something, adds its audit entries: in one transaction. Says whether it did. */
export function writeWithEntries(
  database: KeyDatabase,
  entries: readonly AuditEntry[],
  change: (transaction: Transaction) => Promise<boolean>,
): Promise<boolean> {
  return writeChecked(database, async (transaction) => {
    const changed = await change(transaction);
    // F06
    if (changed) await insertEntries(transaction, entries);
    return changed;
  });
}
