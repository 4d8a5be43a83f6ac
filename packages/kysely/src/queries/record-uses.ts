import type { KeyUse } from '@postern/core/ports';
import type { ExpressionBuilder } from 'kysely';
import type { Dialect, Ids } from '../dialect.js';
import type { KeyDatabase } from '../key-database.js';
import type { Tables } from '../tables.js';
import { partsOf } from './checked-write.js';

/** How many uses one statement writes: more would hold the lock, and with SQLite block the event loop, for too long. */
const maxPerStatement = 100;

/**
 * Writes when keys were used: only later instants, and never on a revoked record. One statement writes many, because
 * each is a round trip to the server while records are locked.
 */
export async function recordUses({ dialect, write }: KeyDatabase, uses: readonly KeyUse[]): Promise<void> {
  for (const some of partsOf(latestOfEach(uses), maxPerStatement)) {
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
 * Finds the records of some keys and locks them, always in the same order, so that processes that record uses of the
 * same keys never deadlock. The order in which an update finds them is up to the database.
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
