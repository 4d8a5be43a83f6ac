import type { AuditEntry, Rotation } from '@postern/core';
import type { ExpressionBuilder, Kysely, UpdateObject } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { KeyDatabase } from '../key-database.js';
import type { Instant, Tables } from '../tables.js';
import { inState } from './in-state.js';
import { insertKey } from './insert-key.js';
import { type KeyUpdate, updateKey } from './update-key.js';
import { writeWithEntries } from './write-with-entries.js';

/** Adds a successor, and its audit entries, and marks the live record of the same name that it replaces. */
export function rotateKey(
  database: KeyDatabase,
  rotation: Rotation,
  entries: readonly AuditEntry[],
): Promise<boolean> {
  return writeWithEntries(database, entries, (db) => replaceKey(db, rotation, database.dialect));
}

/**
 * Does so in a transaction that has begun. `false`: that record is not live, was renamed, or the successor's key ID is
 * taken. The successor goes first, since a taken ID shows only then; what was added for nothing is taken away by the same
 * transaction, so that nobody ever sees it.
 */
export async function replaceKey(
  db: Kysely<Tables>,
  { keyId, at, graceEndsAt, successor, expected }: Rotation,
  dialect: Dialect,
): Promise<boolean> {
  if (!(await insertKey(db, successor, dialect))) return false;
  const rotatedAt = dialect.writeInstant(at);
  const graceEnd = graceEndsAt === null ? null : dialect.writeInstant(graceEndsAt);
  const rotation: KeyUpdate = {
    keyId,
    expected,
    set: (eb) => ({
      rotated_at: rotatedAt,
      successor_id: successor.key.id,
      ...(graceEnd === null ? { revoked_at: rotatedAt } : { expires_at: expiryOrEarlier(eb, graceEnd) }),
    }),
    where: (eb) => eb.and([inState.live(eb, rotatedAt), eb('name', '=', successor.key.name)]),
  };
  const rotated = await updateKey(db, rotation, dialect);
  if (!rotated) await db.deleteFrom('key').where('id', '=', successor.key.id).execute();
  return rotated;
}

/** The end of the grace, unless the record expires before it. */
function expiryOrEarlier(
  eb: ExpressionBuilder<Tables, 'key'>,
  graceEnd: Instant,
): UpdateObject<Tables, 'key'>['expires_at'] {
  return eb.case().when('expires_at', '<', graceEnd).then(eb.ref('expires_at')).else(graceEnd).end();
}
