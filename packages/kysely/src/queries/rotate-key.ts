import type { AuditEntry, KeyId } from '@postern/core';
import { type EntryOfKey, parseKeyId, type Rotation } from '@postern/core/ports';
import type { KeyDatabase } from '../key-database.js';
import { type KeyUpdate, updateKey } from './change-key.js';
import { insertEntries, notWritten, type Transaction, writeWithEntries } from './checked-write.js';
import { inState, isUnexpired } from './in-state.js';
import { deleteInsertedKey, insertKey } from './insert-key.js';

/** Adds a successor, marks the live record of the same name that it replaces, and adds the audit entries. */
export function rotateKey(
  database: KeyDatabase,
  rotation: Rotation,
  entries: readonly AuditEntry[],
  entryOf: EntryOfKey,
): Promise<boolean> {
  return writeWithEntries(database, entries, (transaction) => replaceKey(transaction, rotation, entryOf));
}

/**
 * Does so in an open transaction. `false`: that record is not live or was renamed, or the successor's key ID is taken.
 * The successor is inserted first, because only that shows whether its ID is taken. If the record can't be rotated, the
 * same transaction deletes the successor, so no one else ever sees it.
 */
export async function replaceKey(
  transaction: Transaction,
  rotation: Rotation,
  entryOf: EntryOfKey,
): Promise<boolean> {
  const { keyId, at, graceEndsAt, successor, expected } = rotation;
  const { dialect } = transaction;
  if (!(await insertKey(transaction, successor))) return false;
  const locked = await lockChain(transaction, keyId);
  const rotatedAt = dialect.writeInstant(at);
  const update: KeyUpdate = {
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
  if (!(await updateKey(transaction, update))) {
    await deleteInsertedKey(transaction, successor.key.id);
    return false;
  }
  // The record was added after the search, so a predecessor may have been missed.
  if (!locked.includes(keyId)) throw notWritten();
  // S04 chain
  for (const id of locked) if (id !== keyId) await revokePredecessor(transaction, id, rotation, entryOf);
  return true;
}

/**
 * Locks a record and its predecessor, in the order of their IDs. `recordUses` and `revokeAll` lock in this order too,
 * so no two of them deadlock.
 */
async function lockChain({ db, dialect }: Transaction, keyId: KeyId): Promise<readonly KeyId[]> {
  const rows = await db
    .selectFrom('key')
    .select('id')
    .where((eb) =>
      eb.or([eb('id', '=', keyId), eb.and([eb('successor_id', '=', keyId), eb('revoked_at', 'is', null)])]),
    )
    .orderBy('id')
    .modifyEnd(dialect.rowLock)
    .execute();
  return rows.flatMap(({ id }) => parseKeyId(id) ?? []);
}

/** Revokes a predecessor that still works or could be enabled again, and adds its audit entry. */
async function revokePredecessor(
  transaction: Transaction,
  id: KeyId,
  { keyId, at, successor, predecessorReason: reason }: Rotation,
  entryOf: EntryOfKey,
): Promise<void> {
  const { owner } = successor.key;
  const revoked_at = transaction.dialect.writeInstant(at);
  const revocation: KeyUpdate = {
    keyId: id,
    set: { revoked_at, reason },
    where: (eb) =>
      eb.and([
        eb('successor_id', '=', keyId),
        eb('owner_kind', '=', owner.kind),
        eb('owner_id', '=', owner.id),
        isUnexpired(eb, revoked_at),
      ]),
    expected: undefined,
  };
  if (await updateKey(transaction, revocation)) await insertEntries(transaction, [entryOf({ id, owner })]);
}
