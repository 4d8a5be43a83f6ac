import type { KeyUse } from '@postern/core/ports';
import type { ExpressionBuilder } from 'kysely';
import type { Dialect, Ids } from '../dialect.js';
import type { KeyDatabase } from '../key-database.js';
import type { Tables } from '../tables.js';

/** As many uses as one statement writes: more would hold the lock, and with SQLite the event loop, for too long. */
const maxPerStatement = 100;

/**
 * Writes uses: forward-only, and never on a revoked record. Many by one statement, since each takes the way to the
 * server and back while records are locked.
 */
export async function recordUses({ dialect, write }: KeyDatabase, uses: readonly KeyUse[]): Promise<void> {
  const latest = latestOfEach(uses);
  for (let start = 0; start < latest.length; start += maxPerStatement) {
    const some = latest.slice(start, start + maxPerStatement);
    const list = some.map(({ keyId, at }) => ({ id: keyId, at: dialect.writeInstant(at) }));
    await write((db) =>
      dialect.updateListedKeys(db, list, (usedAt) => ({
        set: { last_used_at: usedAt },
        where: (eb) =>
          eb.and([
            eb('id', 'in', lockedInOrder(eb, some, dialect)),
            // S03
            eb('revoked_at', 'is', null),
            eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', usedAt)]),
          ]),
      })),
    );
  }
}

/**
 * Finds the records of some keys and locks them, in one order everywhere: so that of two processes which use the same
 * keys none holds a record that the other waits for while it waits for one of the other's. The order in which an update
 * finds them is the database's own.
 */
function lockedInOrder(
  eb: ExpressionBuilder<Tables, 'key'>,
  uses: readonly KeyUse[],
  { rowLock, subquery }: Dialect,
): Ids {
  const keyIds = uses.map(({ keyId }) => keyId);
  const inOrder = eb.selectFrom('key').select('id').where('id', 'in', keyIds).orderBy('id');
  return subquery(inOrder.modifyEnd(rowLock));
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
