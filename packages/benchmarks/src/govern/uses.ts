import type { KeyUse } from '@postern/core/ports';
import { postgresStorage } from '@postern/kysely/postgres';
import { startPostgres } from '@postern/postgres-server';
import pg from 'pg';
import type { Entrant } from '../harness/alternate.js';
import { fillPostgres } from '../postgres/fill-postgres.js';
import { overviewIndexes } from './overview-indexes.js';
import { keysOf } from './pages.js';

/**
 * Writes the uses of all keys, on PostgreSQL as it is migrated, and as it was before there were lists of all keys:
 * without their indexes, and without the room that is left for new versions of rows.
 */
export async function startUses(count: number): Promise<{
  readonly entrants: readonly Entrant<number>[];
  readonly close: () => Promise<void>;
}> {
  const server = await startPostgres();
  const records = await keysOf(count);
  let ms = Date.UTC(2026, 6, 1);
  const open = async (name: string, prepare: (pool: pg.Pool) => Promise<unknown>) => {
    const { url } = await server.createDatabase();
    const storage = postgresStorage({ connectionString: url });
    await storage.migrate();
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    await prepare(pool);
    await fillPostgres(pool, records);
    const entrant: Entrant<number> = {
      name,
      async measure() {
        ms += 60_000;
        const uses = records.map(({ key }): KeyUse => ({ keyId: key.id, at: new Date(ms) }));
        const beganAt = performance.now();
        await storage.repository.recordUses(uses);
        const took = performance.now() - beganAt;
        // Otherwise autovacuum would run at some time during the rounds.
        await pool.query('vacuum postern_key');
        return took;
      },
    };
    return { entrant, close: () => Promise.all([storage.close(), pool.end()]) };
  };
  const all = [
    await open('with them', async () => undefined),
    await open('without them', (pool) =>
      pool.query(
        ['alter table postern_key reset (fillfactor)']
          .concat(overviewIndexes.map((name) => `drop index postern_${name}`))
          .join('; '),
      ),
    ),
  ];
  return {
    entrants: all.map(({ entrant }) => entrant),
    async close() {
      await Promise.all(all.map(({ close }) => close()));
      await server.close();
    },
  };
}
