import { type AuditEntry, type ExpectedKey, type KeyId, PosternError } from '@postern/core';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { KeyDatabase } from '../key-database.js';
import type { Instant, KeyTable, Tables } from '../tables.js';
import { asExpected } from './as-expected.js';
import { expectKey, maxAttempts, notWritten, says, type Transaction } from './as-written.js';
import { writeWithEntries } from './write-with-entries.js';

/** A change to one record: what becomes of it, and how it must be for that. */
export interface KeyUpdate {
  readonly keyId: KeyId;
  /** What its columns say then. */
  readonly set: Partial<KeyTable>;
  /** It expires at this instant then, unless it expires before. Default: its expiry stays. */
  readonly expiresBy?: Instant | undefined;
  /** Default: whenever it is not revoked. */
  readonly where?: (eb: ExpressionBuilder<Tables, 'key'>) => Expression<SqlBool>;
  /** What it must say besides. */
  readonly expected: ExpectedKey | undefined;
}

/**
 * Changes one record where it is as it must be, by one statement: of many at once, one wins. No change of whichever kind
 * is made to a revoked record. Says whether it was changed: `true` where it was written, `false` where it is not as it must
 * be.
 *
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE` where neither is so.
 */
export async function updateKey(transaction: Transaction, update: KeyUpdate): Promise<boolean> {
  const { db, dialect } = transaction;
  const { keyId, set, expiresBy, where, expected } = update;
  const isAsNeeded = (eb: ExpressionBuilder<Tables, 'key'>) =>
    eb.and([
      eb('id', '=', keyId),
      // S04
      eb('revoked_at', 'is', null),
      ...(where === undefined ? [] : [where(eb)]),
      ...(expected === undefined ? [] : [asExpected(eb, expected, dialect)]),
    ]);
  const isAsWritten = (eb: ExpressionBuilder<Tables, 'key'>) =>
    eb.and([
      says<'key'>({ id: keyId, ...set })(eb),
      ...(expiresBy === undefined ? [] : [eb('expires_at', '<=', expiresBy)]),
    ]);

  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const { numUpdatedRows } = await db
      .updateTable('key')
      .set((eb) => ({
        ...set,
        ...(expiresBy === undefined ? {} : { expires_at: expiryOrEarlier(eb, expiresBy) }),
      }))
      .where(isAsNeeded)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 1n) throw severalChanged();
    if (numUpdatedRows === 1n) {
      // F14 record
      expectKey(transaction, keyId, isAsWritten);
      return true;
    }
    const left = await db.selectFrom('key').select('id').where(isAsNeeded).limit(1).execute();
    if (left.length === 0) return false;
  }
  throw notWritten();
}

/** An instant, unless the record expires before it. */
function expiryOrEarlier(eb: ExpressionBuilder<Tables, 'key'>, at: Instant) {
  return eb.case().when('expires_at', '<', at).then(eb.ref('expires_at')).else(at).end();
}

/** Thrown, so that the transaction takes it back. */
function severalChanged(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'several records answered to one key ID, so nothing was changed; look at the primary key of the table',
  );
}

/** Changes one record as `updateKey` does, and adds the audit entry if that changed it. */
export function updateKeyWithEntry(
  database: KeyDatabase,
  update: KeyUpdate,
  entry: AuditEntry,
): Promise<boolean> {
  return writeWithEntries(database, [entry], (transaction) => updateKey(transaction, update));
}
