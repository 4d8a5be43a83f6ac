import { type AuditEntry, type ExpectedKey, type KeyId, PosternError } from '@postern/core';
import type { Expression, ExpressionBuilder, Kysely, SqlBool, UpdateObject } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { KeyDatabase } from '../key-database.js';
import type { Tables } from '../tables.js';
import { asExpected } from './as-expected.js';
import { writeWithEntries } from './write-with-entries.js';

/** A change to one record: what becomes of it, and how it must be for that. */
export interface KeyUpdate {
  readonly keyId: KeyId;
  readonly set: (eb: ExpressionBuilder<Tables, 'key'>) => UpdateObject<Tables, 'key'>;
  /** Default: whenever it is not revoked. */
  readonly where?: (eb: ExpressionBuilder<Tables, 'key'>) => Expression<SqlBool>;
  /** What it must say besides. */
  readonly expected: ExpectedKey | undefined;
}

/**
 * Changes one record where it is as it must be, by one statement: of many at once, one wins. No change of whichever kind
 * is made to a revoked record. Says whether it was changed.
 */
export async function updateKey(
  db: Kysely<Tables>,
  { keyId, set, where, expected }: KeyUpdate,
  dialect: Dialect,
): Promise<boolean> {
  let update = db.updateTable('key').set(set).where('id', '=', keyId).where('revoked_at', 'is', null);
  if (where !== undefined) update = update.where(where);
  if (expected !== undefined) update = update.where((eb) => asExpected(eb, expected, dialect));
  const { numUpdatedRows } = await update.executeTakeFirstOrThrow();
  if (numUpdatedRows > 1n) throw severalChanged();
  return numUpdatedRows === 1n;
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
  return writeWithEntries(database, [entry], (db) => updateKey(db, update, database.dialect));
}
