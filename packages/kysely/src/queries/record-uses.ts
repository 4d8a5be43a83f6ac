import type { KeyUse } from '@postern/core/ports';
import { type ExpressionBuilder, sql } from 'kysely';
import type { Dialect } from '../dialect.js';
import type { KeyDatabase } from '../key-database.js';
import type { Instant, Tables } from '../tables.js';

/** As many uses as one statement writes: more would hold the lock, and with SQLite the event loop, for too long. */
const mostPerStatement = 100;

/**
 * Writes uses: forward-only, and never on a revoked record. Many by one statement, since each takes the way to the
 * server and back while records are locked.
 */
export async function recordUses({ dialect, write }: KeyDatabase, uses: readonly KeyUse[]): Promise<void> {
  const latest = latestOfEach(uses);
  for (let start = 0; start < latest.length; start += mostPerStatement) {
    const some = latest.slice(start, start + mostPerStatement);
    await write((db) => {
      const { keyId, at } = usedColumns;
      const rows = some.map((use) => {
        const usedAt = sql`cast(${dialect.writeInstant(use.at)} as ${dialect.instantType})`;
        return sql`(${use.keyId}, ${usedAt})`;
      });
      return (
        db
          .updateTable('key')
          .from(sql`(values ${sql.join(rows)})`.as('used'))
          .set({ last_used_at: at })
          .where('id', '=', keyId)
          .where('id', 'in', lockedInOrder(some, dialect))
          // S03
          .where('revoked_at', 'is', null)
          .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', at)]))
          .execute()
      );
    });
  }
}

/** How both databases call the columns of a `values` list. */
const usedColumns = { keyId: sql<string>`column1`, at: sql<Instant>`column2` };

/**
 * Finds the records of some keys and locks them, in one order everywhere: so that of two processes which use the same
 * keys none holds a record that the other waits for while it waits for one of the other's. The order in which an update
 * finds them is the database's own.
 */
function lockedInOrder(uses: readonly KeyUse[], { rowLock }: Dialect) {
  const keyIds = uses.map(({ keyId }) => keyId);
  return (eb: ExpressionBuilder<Tables, 'key'>) =>
    eb.selectFrom('key').select('id').where('id', 'in', keyIds).orderBy('id').modifyEnd(rowLock);
}

/** The last use of each key. */
function latestOfEach(uses: readonly KeyUse[]): readonly KeyUse[] {
  const latest = new Map<string, KeyUse>();
  for (const use of uses) {
    const other = latest.get(use.keyId);
    if (other === undefined || other.at < use.at) latest.set(use.keyId, use);
  }
  return [...latest.values()];
}
