import type { KeyUse } from '@postern/core';
import type { KeyDatabase } from '../key-database.js';

/** As many uses as one transaction writes: more would hold the lock, and with SQLite the event loop, for too long. */
const mostPerTransaction = 100;

/** Writes uses: forward-only, and never on a revoked record. */
export async function recordUses({ dialect, write }: KeyDatabase, uses: readonly KeyUse[]): Promise<void> {
  for (let start = 0; start < uses.length; start += mostPerTransaction) {
    const some = uses.slice(start, start + mostPerTransaction);
    await write(async (db) => {
      for (const { keyId, at } of some) {
        const lastUsedAt = dialect.writeInstant(at);
        await db
          .updateTable('key')
          .set({ last_used_at: lastUsedAt })
          .where('id', '=', keyId)
          .where('revoked_at', 'is', null)
          .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', lastUsedAt)]))
          .execute();
      }
    });
  }
}
