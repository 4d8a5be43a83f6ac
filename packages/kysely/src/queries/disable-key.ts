import type { AuditEntry, Disabling } from '@postern/core';
import type { KeyDatabase } from '../key-database.js';
import { isAccepted, isDisabledBy } from './in-state.js';
import { updateKeyWithEntry } from './update-key.js';

/** Marks a record as disabled, where it is live or rotated, or is still disabled by the actor whose disabling is taken over. */
export function disableKey(
  database: KeyDatabase,
  { keyId, at, by, reason, over, expected }: Disabling,
  entry: AuditEntry,
): Promise<boolean> {
  const disabled_at = database.dialect.writeInstant(at);
  return updateKeyWithEntry(
    database,
    {
      keyId,
      expected,
      set: { disabled_at, disabled_by_kind: by.kind, disabled_by_id: by.id, reason },
      where: (eb) => (over === null ? isAccepted(eb, disabled_at) : isDisabledBy(eb, over)),
    },
    entry,
  );
}
