import type { KeyId } from '@postern/core';
import { type EntryOfKey, type OwnerRevocation, parseKeyId } from '@postern/core/ports';
import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { KeyDatabase } from '../key-database.js';
import type { Tables } from '../tables.js';
import { maxAttempts, notWritten, says, type Transaction, writeChecked } from './as-written.js';
import { insertEntries } from './audit.js';

/**
 * Marks records of an owner as revoked that are not, and adds the audit entry of each. A row whose key ID somebody has
 * damaged is revoked with the others and told of nowhere: it must keep none of them, and no entry could name it.
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
      // Others may have been faster with all that it found, and have left some, or have rotated one: a successor that
      // came while a statement waited is none that it could see.
      if (rows.length === 0) {
        if (!(await isAnyLeft(db, revocation, dialect))) return [];
        fruitless += 1;
      }
    }
    throw notWritten();
  });
}

/** As many key IDs as one statement names: databases bound the number of a statement's parameters. */
const maxPerStatement = 500;

/** Notes that records are revoked: a trigger may make them live again. */
function expectRevoked(
  { db, dialect, expect }: Transaction,
  rows: readonly { readonly id: string }[],
  { at, reason }: OwnerRevocation,
): void {
  const ids = rows.map(({ id }) => id);
  for (let start = 0; start < ids.length; start += maxPerStatement) {
    const some = ids.slice(start, start + maxPerStatement);
    const isRevoked = says<'key'>({ revoked_at: dialect.writeInstant(at), reason });
    const search = db.selectFrom('key').select('id').where('id', 'in', some).where(isRevoked);
    expect(`key ${some}`, { count: some.length, search });
  }
}

/**
 * Locks the records in one order, as `recordUses` does, so that nobody holds one that the other waits for; and finds them
 * in the order of an index, so that no step need look at those of the steps before.
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

/** One statement sees what is committed at one instant. This one waits for nobody. */
async function isAnyLeft(
  db: Kysely<Tables>,
  revocation: OwnerRevocation,
  { writeInstant }: Dialect,
): Promise<boolean> {
  const left = db.selectFrom('key').select('id').where(unrevoked(revocation, writeInstant)).limit(1);
  return (await left.execute()).length > 0;
}

/** The condition on a record that is concerned. One without a key ID, which SQLite lets in, is no token's and none's. */
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
