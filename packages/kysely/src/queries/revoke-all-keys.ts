import type { KeyId } from '@postern/core';
import { type EntryOfKey, type OwnerRevocation, parseKeyId } from '@postern/core/ports';
import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { KeyDatabase } from '../key-database.js';
import type { Tables } from '../tables.js';
import {
  hasValues,
  insertEntries,
  maxAttempts,
  notWritten,
  partsOf,
  type Transaction,
  writeChecked,
} from './checked-write.js';

/**
 * Marks an owner's unrevoked records as revoked, and adds the audit entry of each. A row with a damaged key ID is
 * revoked like the others, and must not keep any of them from being revoked; it is not reported, and no entry could
 * name it.
 */
export function revokeAllKeys(
  database: KeyDatabase,
  revocation: OwnerRevocation,
  entryOf: EntryOfKey,
): Promise<readonly KeyId[]> {
  const { owner } = revocation;
  return writeChecked(database, async (transaction) => {
    const { db, dialect } = transaction;
    for (let fruitless = 0; fruitless < maxAttempts; ) {
      const rows = await revokeSome(db, revocation, dialect);
      expectRevoked(transaction, rows, revocation);
      const keyIds = rows.flatMap(({ id }) => parseKeyId(id) ?? []);
      if (keyIds.length > 0) {
        const entries = keyIds.map((id) => entryOf({ id, owner }));
        await insertEntries(transaction, entries);
        return keyIds;
      }
      // Others may have revoked all that it found first, but left some; or have rotated one: a successor that was
      // inserted while the statement waited is invisible to it.
      if (rows.length === 0) {
        if (!(await isAnyLeft(db, revocation, dialect))) return [];
        fruitless += 1;
      }
    }
    throw notWritten();
  });
}

/** Expects records to be revoked: a trigger may make them live again. */
function expectRevoked(
  { db, dialect, expect }: Transaction,
  rows: readonly { readonly id: string }[],
  { at, reason }: OwnerRevocation,
): void {
  for (const some of partsOf(rows.map(({ id }) => id))) {
    const isRevoked = hasValues<'key'>({ revoked_at: dialect.writeInstant(at), reason });
    const search = db.selectFrom('key').select('id').where('id', 'in', some).where(isRevoked);
    expect(`key ${some}`, { count: some.length, search });
  }
}

/**
 * Locks the records in the same order as `recordUses`, so that the two never deadlock. Finds them in the order of an
 * index, so that no step has to pass over those of earlier steps.
 */
function revokeSome(
  db: Kysely<Tables>,
  revocation: OwnerRevocation,
  { writeInstant, rowLock, subquery, updateKeys }: Dialect,
): Promise<readonly { readonly id: string }[]> {
  const { at, reason, limit } = revocation;
  return updateKeys(db, { revoked_at: writeInstant(at), reason }, (eb) => {
    const concerned = eb.selectFrom('key').select('id').where(unrevoked(revocation, writeInstant));
    const newest = subquery(concerned.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit));
    const inOrder = eb.selectFrom('key').select('id').where('id', 'in', newest).orderBy('id');
    return eb.and([eb('id', 'in', subquery(inOrder.modifyEnd(rowLock))), eb('revoked_at', 'is', null)]);
  });
}

/** A statement sees what was committed at one instant. This one waits for no lock. */
async function isAnyLeft(
  db: Kysely<Tables>,
  revocation: OwnerRevocation,
  { writeInstant }: Dialect,
): Promise<boolean> {
  const left = db.selectFrom('key').select('id').where(unrevoked(revocation, writeInstant)).limit(1);
  return (await left.execute()).length > 0;
}

/** The condition on the records to revoke. One without a key ID, which SQLite allows, belongs to no token. */
function unrevoked({ owner, createdBefore }: OwnerRevocation, writeInstant: Dialect['writeInstant']) {
  return (eb: ExpressionBuilder<Tables, 'key'>): Expression<SqlBool> =>
    eb.and([
      eb('owner_kind', '=', owner.kind),
      eb('owner_id', '=', owner.id),
      eb('revoked_at', 'is', null),
      eb('id', 'is not', null),
      ...(createdBefore === null ? [] : [eb('created_at', '<', writeInstant(createdBefore))]),
    ]);
}
