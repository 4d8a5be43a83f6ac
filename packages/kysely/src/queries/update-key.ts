import { type AuditEntry, type KeyId, PosternError } from '@postern/core';
import type { Expression, ExpressionBuilder, Kysely, SqlBool, UpdateObject } from 'kysely';
import type { KeyDatabase } from '../key-database.js';
import type { Tables } from '../tables.js';
import { writeWithEntries } from './write-with-entries.js';

/** A change to one record: what becomes of it, and how it must be for that. */
export interface KeyUpdate {
  readonly keyId: KeyId;
  readonly set: (eb: ExpressionBuilder<Tables, 'key'>) => UpdateObject<Tables, 'key'>;
  /** Default: whenever it is not revoked. */
  readonly where?: (eb: ExpressionBuilder<Tables, 'key'>) => Expression<SqlBool>;
}

/**
 * Changes one record where it is as it must be, by one statement: of many at once, one wins. No change of whichever kind
 * is made to a revoked record. Says whether it was changed.
 */
export async function updateKey(db: Kysely<Tables>, { keyId, set, where }: KeyUpdate): Promise<boolean> {
  const update = db.updateTable('key').set(set).where('id', '=', keyId).where('revoked_at', 'is', null);
  const { numUpdatedRows } = await (where ? update.where(where) : update).executeTakeFirstOrThrow();
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
  return writeWithEntries(database, [entry], (db) => updateKey(db, update));
}
