import type { AuditEntry, KeyId } from '@postern/core';
import {
  type EntryOfKey,
  type IdempotentInsertion,
  type IdempotentOutcome,
  parseKeyId,
} from '@postern/core/ports';
import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { KeyDatabase } from '../key-database.js';
import type { Tables } from '../tables.js';
import { type KeyUpdate, updateKey } from './change-key.js';
import {
  hasValues,
  insertEntries,
  notWritten,
  requireOneRow,
  type Transaction,
  writeChecked,
} from './checked-write.js';
import { deleteInsertedKey, insertKey } from './insert-key.js';
import { withinCap } from './key-cap.js';

/** How many dead requests an insertion may delete: more than the one that it adds. */
const maxForgotten = 10;

/** How long a request is kept without checking whether it is dead. */
const keptMs = 24 * 60 * 60 * 1_000;

/**
 * Adds a record that replaces the one from an earlier attempt of the same request. Concurrent attempts wait for each
 * other at the row of their request. The record is inserted before the request is touched, so that a taken key ID
 * leaves the request as it is.
 */
export function insertIdempotently(
  database: KeyDatabase,
  insertion: IdempotentInsertion,
  entry: AuditEntry,
  entryOf: EntryOfKey,
): Promise<IdempotentOutcome> {
  return writeChecked(database, (transaction) =>
    withinCap(transaction, insertion.cap, () => replaceEarlier(transaction, insertion, entry, entryOf)),
  );
}

async function replaceEarlier(
  transaction: Transaction,
  insertion: IdempotentInsertion,
  entry: AuditEntry,
  entryOf: EntryOfKey,
): Promise<IdempotentOutcome> {
  const { id, owner } = insertion.stored.key;
  const { db, dialect } = transaction;
  await forgetDeadRequests(db, insertion, dialect);
  if (!(await insertKey(transaction, insertion.stored))) return 'taken';
  const earlier = await addOrLockRequest(transaction, insertion);
  const keyId = parseKeyId(earlier);
  if (earlier === id || keyId === undefined) {
    // If the row does not have a key ID, it gets this one, so that the next retry finds this key.
    if (earlier !== id) await renewRequest(transaction, insertion);
    await insertEntries(transaction, [entry]);
    return 'inserted';
  }
  const revoked = await revokeUnused(transaction, keyId, insertion);
  if (!revoked && (await isInUse(db, keyId))) {
    await deleteInsertedKey(transaction, id);
    return 'used';
  }
  await renewRequest(transaction, insertion);
  const entries = revoked ? [entryOf({ id: keyId, owner }), entry] : [entry];
  await insertEntries(transaction, entries);
  return 'inserted';
}

/**
 * Deletes some dead requests: their key is gone, or revoked and never rotated, so a retry would issue a new key anyway.
 * A clock only decides which requests are checked: those that are still needed go to the end of the queue.
 */
async function forgetDeadRequests(
  db: Kysely<Tables>,
  { stored }: IdempotentInsertion,
  { writeInstant, rowLock }: Dialect,
): Promise<void> {
  const { createdAt } = stored.key;
  const oldest = await db
    .selectFrom('issue_request')
    .select(['id', 'key_id'])
    .where('at', '<', writeInstant(new Date(createdAt.getTime() - keptMs)))
    .orderBy('at')
    .orderBy('id')
    .limit(maxForgotten)
    .modifyEnd(rowLock)
    .execute();
  if (oldest.length === 0) return;
  const ids = oldest.map(({ id }) => id);
  const keyIds = oldest.map(({ key_id }) => key_id);
  await db
    .deleteFrom('issue_request')
    .where('id', 'in', ids)
    .where('key_id', 'not in', (eb) =>
      eb
        .selectFrom('key')
        .select('id')
        .where('id', 'in', keyIds)
        // S12 request
        .where(isNeeded),
    )
    .execute();
  await db
    .updateTable('issue_request')
    .set({ at: writeInstant(createdAt) })
    .where('id', 'in', ids)
    .execute();
}

/** A retry must not add a second key to one that is not revoked, or to the successor of a rotated one. */
function isNeeded(eb: ExpressionBuilder<Tables, 'key'>): Expression<SqlBool> {
  return eb.or([eb('revoked_at', 'is', null), eb('rotated_at', 'is not', null)]);
}

/** Adds a request, or locks its row. Returns the key ID in that row: that of an earlier attempt, if there was one. */
async function addOrLockRequest(
  transaction: Transaction,
  { stored, requestId }: IdempotentInsertion,
): Promise<string> {
  const { id, createdAt } = stored.key;
  const { db, dialect } = transaction;
  const row = { id: requestId, key_id: id, at: dialect.writeInstant(createdAt) };
  const keyId = await dialect.insertOrLock(db, row);
  if (keyId === undefined) throw notWritten();
  expectRequest(transaction, requestId, keyId);
  return keyId;
}

/** Marks the record of an earlier attempt as revoked, unless it was used or rotated. */
function revokeUnused(
  transaction: Transaction,
  keyId: KeyId,
  { stored, reason }: IdempotentInsertion,
): Promise<boolean> {
  const revoked_at = transaction.dialect.writeInstant(stored.key.createdAt);
  const revocation: KeyUpdate = {
    keyId,
    set: { revoked_at, reason },
    where: (eb) => eb.and([eb('last_used_at', 'is', null), eb('rotated_at', 'is', null)]),
    expected: undefined,
  };
  return updateKey(transaction, revocation);
}

/** Checks whether a record that was not revoked just now is in use, or was rotated, so that its successor may be. */
async function isInUse(db: Kysely<Tables>, keyId: KeyId): Promise<boolean> {
  const inUse = db.selectFrom('key').select('id').where('id', '=', keyId).where(isNeeded);
  return (await inUse.execute()).length > 0;
}

async function renewRequest(
  transaction: Transaction,
  { stored, requestId }: IdempotentInsertion,
): Promise<void> {
  const { id, createdAt } = stored.key;
  const renewed = { key_id: id, at: transaction.dialect.writeInstant(createdAt) };
  const renewal = transaction.db.updateTable('issue_request').set(renewed).where('id', '=', requestId);
  const { numUpdatedRows } = await renewal.executeTakeFirstOrThrow();
  requireOneRow(numUpdatedRows);
  expectRequest(transaction, requestId, id);
}

/** Expects the row of a request to have this key: with another one, a retry would issue a second key. */
function expectRequest({ db, expect }: Transaction, requestId: string, keyId: string): void {
  const isKept = hasValues<'issue_request'>({ id: requestId, key_id: keyId });
  const search = db.selectFrom('issue_request').select('id').where(isKept);
  expect(`issue_request ${requestId}`, { count: 1, search });
}
