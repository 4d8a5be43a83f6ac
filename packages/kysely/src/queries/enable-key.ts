import type { AuditEntry, Enabling } from '@postern/core';
import type { KeyDatabase } from '../key-database.js';
import { isDisabledBy } from './in-state.js';
import { updateKeyWithEntry } from './update-key.js';

/** Takes a disabling back, where it is the one that is named. */
export function enableKey(
  database: KeyDatabase,
  { keyId, disabledAt, disabledBy, expected }: Enabling,
  entry: AuditEntry,
): Promise<boolean> {
  return updateKeyWithEntry(
    database,
    {
      keyId,
      expected,
      set: { disabled_at: null, disabled_by_kind: null, disabled_by_id: null, reason: null },
      where: (eb) =>
        eb.and([
          eb('disabled_at', '=', database.dialect.writeInstant(disabledAt)),
          isDisabledBy(eb, disabledBy),
        ]),
    },
    entry,
  );
}
