import { type AuditEntry, type KeyId, PosternError } from '@postern/core';
import type {
  Disabling,
  Enabling,
  ExpectedKey,
  KeyCap,
  Rehash,
  Renaming,
  Revocation,
} from '@postern/core/ports';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { KeyDatabase } from '../key-database.js';
import { orNull } from '../key-row.js';
import type { Instant, KeyTable, Tables } from '../tables.js';
import {
  type Condition,
  expectKey,
  hasValues,
  retryWhileUnchanged,
  type Transaction,
  writeWithEntries,
} from './checked-write.js';
import { isAccepted, isDisabledBy } from './in-state.js';
import { withinCap } from './key-cap.js';

/** A change to one record, and the condition for it. */
export interface KeyUpdate {
  readonly keyId: KeyId;
  /** The new values of its columns. */
  readonly set: Partial<KeyTable>;
  /** It then expires at this instant at the latest. Default: its expiry stays. */
  readonly expiresBy?: Instant | undefined;
  /** A condition in addition to being unrevoked. Default: none. */
  readonly where?: Condition<'key'>;
  /** What it must still have: the state that the decision saw. */
  readonly expected: ExpectedKey | undefined;
}

/**
 * Changes one record if it meets the condition, by one statement: of several concurrent changes, one wins. A revoked
 * record is never changed. Resolves to `true` if the record was changed, to `false` if it does not meet the condition.
 *
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE` if it meets the condition but was not changed.
 */
export async function updateKey(transaction: Transaction, update: KeyUpdate): Promise<boolean> {
  const { db, dialect } = transaction;
  const { keyId, set, expiresBy, where, expected } = update;
  const meetsCondition: Condition<'key'> = (eb) =>
    eb.and([
      eb('id', '=', keyId),
      // S04
      eb('revoked_at', 'is', null),
      ...(where === undefined ? [] : [where(eb)]),
      ...(expected === undefined ? [] : [asExpected(expected, dialect)(eb)]),
    ]);
  const isWritten: Condition<'key'> = (eb) =>
    eb.and([
      hasValues<'key'>({ id: keyId, ...set })(eb),
      ...(expiresBy === undefined ? [] : [eb('expires_at', '<=', expiresBy)]),
    ]);

  const count = await retryWhileUnchanged({
    async change() {
      const { numUpdatedRows } = await db
        .updateTable('key')
        .set((eb) => ({
          ...set,
          ...(expiresBy === undefined ? {} : { expires_at: expiryOrEarlier(eb, expiresBy) }),
        }))
        .where(meetsCondition)
        .executeTakeFirstOrThrow();
      return numUpdatedRows;
    },
    findLeft: () => db.selectFrom('key').select('id').where(meetsCondition).limit(1).execute(),
  });
  if (count === 0) return false;
  if (count > 1) throw severalChanged();
  // F14 record
  expectKey(transaction, keyId, isWritten);
  return true;
}

/** The instant, or the record's expiry if that is earlier. */
function expiryOrEarlier(eb: ExpressionBuilder<Tables, 'key'>, at: Instant) {
  return eb.case().when('expires_at', '<', at).then(eb.ref('expires_at')).else(at).end();
}

/** Thrown, so that the transaction is rolled back. */
function severalChanged(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'several records have the same key ID, so nothing was changed; check the primary key of the table',
  );
}

/** Changes one record as `updateKey` does, and adds the audit entry if that changed it. */
function updateKeyWithEntry(
  database: KeyDatabase,
  update: KeyUpdate,
  entry: AuditEntry,
  cap?: KeyCap,
): Promise<boolean> {
  return writeWithEntries(database, [entry], (transaction) =>
    withinCap(transaction, cap, () => updateKey(transaction, update)),
  );
}

/** `isAsExpected` of `@postern/core`, as a condition on a row. The contract checks that they agree. */
function asExpected(
  { name, expiresAt, rotatedAt, disabledAt, disabledBy }: ExpectedKey,
  { writeInstant }: Dialect,
): Condition<'key'> {
  const writeInstantOrNull = orNull(writeInstant);
  return hasValues<'key'>({
    name,
    expires_at: writeInstantOrNull(expiresAt),
    rotated_at: writeInstantOrNull(rotatedAt),
    disabled_at: writeInstantOrNull(disabledAt),
    disabled_by_kind: disabledBy?.kind ?? null,
    disabled_by_id: disabledBy?.id ?? null,
  });
}

/**
 * Marks a record as disabled if it is live or rotated, or is still disabled by the actor whose disabling is taken over,
 * and was not used since the last use that was seen, if one was named.
 */
export function disableKey(
  database: KeyDatabase,
  { keyId, at, by, reason, over, lastUsedAt, expected }: Disabling,
  entry: AuditEntry,
): Promise<boolean> {
  const { writeInstant } = database.dialect;
  const disabled_at = writeInstant(at);
  return updateKeyWithEntry(
    database,
    {
      keyId,
      expected,
      set: { disabled_at, disabled_by_kind: by.kind, disabled_by_id: by.id, reason },
      where: (eb) =>
        eb.and([
          over === null ? isAccepted(eb, disabled_at) : isDisabledBy(eb, over),
          ...(lastUsedAt === undefined ? [] : [wasLastUsedAt(eb, orNull(writeInstant)(lastUsedAt))]),
        ]),
    },
    entry,
  );
}

/** `wasLastUsedAt` of `@postern/core`, as a condition on a row. The contract checks that they agree. */
function wasLastUsedAt(eb: ExpressionBuilder<Tables, 'key'>, instant: Instant | null): Expression<SqlBool> {
  return hasValues<'key'>({ last_used_at: instant })(eb);
}

/** Undoes a disabling if it is still the one that was named. */
export function enableKey(
  database: KeyDatabase,
  { keyId, disabledAt, disabledBy, cap, expected }: Enabling,
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
    cap,
  );
}

/** Replaces a hash if it is still the one that the new one was made from. */
export function rehashKey(
  database: KeyDatabase,
  { keyId, from, to }: Rehash,
  entry: AuditEntry,
): Promise<boolean> {
  return updateKeyWithEntry(
    database,
    { keyId, expected: undefined, set: { hash: to }, /* S05 */ where: (eb) => eb('hash', '=', from) },
    entry,
  );
}

/** Gives a record a name that differs from its present one. */
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

/** Marks a record as revoked. */
export function revokeKey(
  database: KeyDatabase,
  { keyId, at, reason, expected }: Revocation,
  entry: AuditEntry,
): Promise<boolean> {
  const revoked_at = database.dialect.writeInstant(at);
  return updateKeyWithEntry(database, { keyId, expected, set: { revoked_at, reason } }, entry);
}
