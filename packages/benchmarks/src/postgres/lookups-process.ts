import { postgresStorage } from '@postern/kysely/postgres';
import pg from 'pg';
import type { Commands } from '../harness/worker.js';
import { cheapHasher, type KnownKey } from '../subjects/population.js';
import { warmPostern } from '../subjects/postern.js';
import { shuffled } from '../subjects/shuffled.js';
import { subjectCommands } from '../subjects/subject-commands.js';
import { fillPostgres } from './fill-postgres.js';
import { lookups } from './lookups.js';
import { names } from './names.js';

/** Sets up Postern and the hand-written queries on one pool with the defaults of `pg`. */
export async function start({
  url,
  keys,
}: {
  readonly url: string;
  readonly keys: readonly KnownKey[];
}): Promise<Commands> {
  const pool = new pg.Pool({ connectionString: url });
  pool.on('error', () => undefined);
  const storage = postgresStorage({ pool });
  await storage.migrate();
  await fillPostgres(
    pool,
    keys.map(({ stored }) => stored),
  );
  const postern = await warmPostern({
    name: names.postern,
    storage,
    tokens: shuffled(keys.map(({ token }) => token)),
    hasher: cheapHasher(),
  });
  return subjectCommands([postern, ...(await lookups(pool, keys))]);
}
