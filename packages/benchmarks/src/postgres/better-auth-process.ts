import pg from 'pg';
import type { Commands } from '../harness/worker.js';
import { betterAuthSubject, withoutRateLimit } from '../subjects/better-auth.js';
import { subjectCommands } from '../subjects/subject-commands.js';
import { names } from './names.js';

export async function start({
  url,
  keyCount,
}: {
  readonly url: string;
  readonly keyCount: number;
}): Promise<Commands> {
  const pool = new pg.Pool({ connectionString: url });
  pool.on('error', () => undefined);
  const subject = await betterAuthSubject({
    name: names.betterAuth,
    database: pool,
    keyCount,
    settings: { deferUpdates: true },
    async afterwards() {
      await pool.query(withoutRateLimit);
      await pool.query('vacuum analyze apikey');
    },
  });
  return subjectCommands([subject]);
}
