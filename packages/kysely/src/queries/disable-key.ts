import type { AuditEntry, Disabling } from '@postern/core';
import type { KeyDatabase } from '../key-database.js';
import { isAccepted } from './in-state.js';
import { updateKeyWithEntry } from './update-key.js';

/** Marks a record as disabled, where it is live or rotated. */
export function disableKey(
  database: KeyDatabase,
  { keyId, at, by, reason }: Disabling,
  entry: AuditEntry,
): Promise<boolean> {
  const disabled_at = database.dialect.writeInstant(at);
  return updateKeyWithEntry(
    database,
    {
      keyId,
      set: () => ({ disabled_at, disabled_by_kind: by.kind, disabled_by_id: by.id, reason }),
      where: (eb) => isAccepted(eb, disabled_at),
    },
    entry,
  );
}
