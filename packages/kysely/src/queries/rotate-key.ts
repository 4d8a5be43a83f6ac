import type { AuditEntry } from '@postern/core';
import type { Rotation } from '@postern/core/ports';
import type { KeyDatabase } from '../key-database.js';
import { type KeyUpdate, updateKey } from './change-key.js';
import { type Transaction, writeWithEntries } from './checked-write.js';
import { inState } from './in-state.js';
import { deleteInsertedKey, insertKey } from './insert-key.js';

/** Adds a successor, marks the live record of the same name that it replaces, and adds the audit entries. */
export function rotateKey(
  database: KeyDatabase,
  rotation: Rotation,
  entries: readonly AuditEntry[],
): Promise<boolean> {
  return writeWithEntries(database, entries, (transaction) => replaceKey(transaction, rotation));
}

/**
 * Does so in an open transaction. `false`: that record is not live or was renamed, or the successor's key ID is taken.
 * The successor is inserted first, because only that shows whether its ID is taken. If the record can't be rotated, the
 * same transaction deletes the successor, so no one else ever sees it.
 */
export async function replaceKey(
  transaction: Transaction,
  { keyId, at, graceEndsAt, successor, expected }: Rotation,
): Promise<boolean> {
  const { dialect } = transaction;
  if (!(await insertKey(transaction, successor))) return false;
  const rotatedAt = dialect.writeInstant(at);
  const rotation: KeyUpdate = {
    keyId,
    expected,
    set: {
      rotated_at: rotatedAt,
      successor_id: successor.key.id,
      ...(graceEndsAt === null ? { revoked_at: rotatedAt } : {}),
    },
    expiresBy: graceEndsAt === null ? undefined : dialect.writeInstant(graceEndsAt),
    where: (eb) => eb.and([inState.live(eb, rotatedAt), eb('name', '=', successor.key.name)]),
  };
  const rotated = await updateKey(transaction, rotation);
  if (rotated) return true;
  await deleteInsertedKey(transaction, successor.key.id);
  return false;
}
