import type { EntryOfKey, PurgeQuery } from '@postern/core/ports';
import type { ExpressionBuilder } from 'kysely';
import type { KeyDatabase } from '../key-database.js';
import { readKeyId, readOwner } from '../key-row.js';
import type { Instant, KeyTable, Tables, UnreadRow } from '../tables.js';
import {
  insertEntries,
  partsOf,
  retryWhileUnchanged,
  type Transaction,
  writeChecked,
} from './checked-write.js';

/**
 * Removes revoked records, starting with those that were revoked first, and adds the audit entry of each. A concurrent
 * purge may remove some of them first: entries and the count only cover what this one removed. A record with a damaged
 * key ID or owner is removed like the others, and must not keep any of them from being removed. It gets no audit entry,
 * which could not name it.
 */
export function purgeKeys(
  database: KeyDatabase,
  { revokedBefore, limit }: PurgeQuery,
  entryOf: EntryOfKey,
): Promise<number> {
  const before = database.dialect.writeInstant(revokedBefore);
  return writeChecked(database, async (transaction) => {
    const { db, dialect } = transaction;
    return retryWhileUnchanged({
      async change() {
        const purged = await dialect.deleteKeys(db, (eb) =>
          eb('id', 'in', dialect.subquery(longestRevoked(eb, before, limit))),
        );
        expectRemoved(transaction, purged);
        await insertEntries(transaction, purged.flatMap(readable).map(entryOf));
        return purged.length;
      },
      findLeft: () => db.selectFrom('key').select('id').where('revoked_at', '<', before).limit(1).execute(),
    });
  });
}

type PurgedRow = UnreadRow<Pick<KeyTable, 'id' | 'owner_kind' | 'owner_id'>>;

function longestRevoked(eb: ExpressionBuilder<Tables, 'key'>, before: Instant, limit: number) {
  const revoked = eb.selectFrom('key').select('id').where('revoked_at', '<', before);
  return revoked.orderBy('revoked_at').orderBy('id').limit(limit);
}

/** Expects records to be gone: a trigger may put them back. */
function expectRemoved({ db, expect }: Transaction, rows: readonly PurgedRow[]): void {
  for (const ids of partsOf(rows.map(({ id }) => id as string))) {
    const search = db.selectFrom('key').select('id').where('id', 'in', ids).limit(1);
    expect(`key ${ids}`, { count: 0, search });
  }
}

/** What an audit entry names, or nothing. The columns are texts, unless the constraints of the table were removed. */
function readable({ id, owner_kind, owner_id }: PurgedRow) {
  try {
    return [{ id: readKeyId(id), owner: readOwner(owner_kind, owner_id) }];
  } catch {
    return [];
  }
}
