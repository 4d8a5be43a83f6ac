import type { KeyUse } from '@postern/core';
import type { KeyDatabase } from '../key-database.js';
import { updateKey } from './update-key.js';

/** As many uses as one transaction writes: more would hold the lock, and with SQLite the event loop, for too long. */
const mostPerTransaction = 100;

/** Writes uses: forward-only, and never on a revoked record. */
export async function recordUses({ dialect, write }: KeyDatabase, uses: readonly KeyUse[]): Promise<void> {
  // In one order everywhere: of two processes that use the same keys, neither holds a row that the other waits for
  // while it waits for one of the other's.
  const sorted = uses.toSorted(byKeyId);
  for (let start = 0; start < sorted.length; start += mostPerTransaction) {
    const some = sorted.slice(start, start + mostPerTransaction);
    await write(async (db) => {
      for (const { keyId, at } of some) {
        const last_used_at = dialect.writeInstant(at);
        await updateKey(db, {
          keyId,
          set: () => ({ last_used_at }),
          where: (eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', last_used_at)]),
        });
      }
    });
  }
}

function byKeyId(one: KeyUse, other: KeyUse): number {
  if (one.keyId === other.keyId) return 0;
  return one.keyId < other.keyId ? -1 : 1;
}
