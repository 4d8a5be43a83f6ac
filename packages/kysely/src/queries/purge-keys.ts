import type { EntryOfKey, PurgeQuery } from '@postern/core/ports';
import type { ExpressionBuilder } from 'kysely';
import type { KeyDatabase } from '../key-database.js';
import { readKeyId, readOwner } from '../key-row.js';
import type { Instant, KeyTable, Tables, UnreadRow } from '../tables.js';
import { maxAttempts, notWritten, type Transaction, writeChecked } from './as-written.js';
import { insertEntries } from './audit.js';

/**
 * Removes revoked records, those that were revoked first before others, and adds the audit entry of each. Another purge
 * at the same time may be faster with some: only what this one removed is told of and counted. A record whose key ID or owner
 * somebody has damaged goes with the others: it is revoked, and must keep none of them. It leaves no audit entry, which
 * could not name it.
 */
export function purgeKeys(
  database: KeyDatabase,
  { revokedBefore, limit }: PurgeQuery,
  entryOf: EntryOfKey,
): Promise<number> {
  const before = database.dialect.writeInstant(revokedBefore);
  return writeChecked(database, async (transaction) => {
    const { db, dialect } = transaction;
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const purged = await dialect.deleteKeys(db, (eb) =>
        eb('id', 'in', dialect.subquery(longestRevoked(eb, before, limit))),
      );
      if (purged.length > 0) {
        expectRemoved(transaction, purged);
        await insertEntries(transaction, purged.flatMap(readable).map(entryOf));
        return purged.length;
      }
      const left = db.selectFrom('key').select('id').where('revoked_at', '<', before).limit(1);
      if ((await left.execute()).length === 0) return 0;
    }
    throw notWritten();
  });
}

type PurgedRow = UnreadRow<Pick<KeyTable, 'id' | 'owner_kind' | 'owner_id'>>;

function longestRevoked(eb: ExpressionBuilder<Tables, 'key'>, before: Instant, limit: number) {
  const revoked = eb.selectFrom('key').select('id').where('revoked_at', '<', before);
  return revoked.orderBy('revoked_at').orderBy('id').limit(limit);
}

/** As many key IDs as one statement names: databases bound the number of a statement's parameters. */
const maxPerStatement = 500;

/** Notes that records are gone: a trigger may put them back. */
function expectRemoved({ db, expect }: Transaction, rows: readonly PurgedRow[]): void {
  for (let start = 0; start < rows.length; start += maxPerStatement) {
    const ids = rows.slice(start, start + maxPerStatement).map(({ id }) => id as string);
    const search = db.selectFrom('key').select('id').where('id', 'in', ids).limit(1);
    expect(`key ${ids}`, { count: 0, search });
  }
}

/** What an audit entry names, or nothing. Both are texts, unless somebody took the constraints of the table away. */
function readable({ id, owner_kind, owner_id }: PurgedRow) {
  try {
    return [{ id: readKeyId(id), owner: readOwner(owner_kind, owner_id) }];
  } catch {
    return [];
  }
}
