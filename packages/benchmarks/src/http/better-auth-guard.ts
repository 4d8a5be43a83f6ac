import Database from 'better-sqlite3';
import { betterAuthSubject, withoutRateLimit } from '../subjects/better-auth.js';
import { temporaryFile } from '../subjects/sqlite-file.js';
import type { Check } from './server.js';

/** Creates better-auth with its api-key plugin, at the fastest settings that keep database and hashing. */
export async function betterAuthGuard(
  keyCount: number,
): Promise<{ readonly check: Check; readonly tokens: readonly string[] }> {
  const database = new Database(temporaryFile('better-auth.sqlite'));
  database.pragma('synchronous = off');
  const { verify, accepts, tokens } = await betterAuthSubject({
    name: 'better-auth',
    database,
    keyCount,
    settings: { deferUpdates: true },
    afterwards() {
      database.exec(withoutRateLimit);
      database.pragma('journal_mode = wal');
      database.pragma('synchronous = normal');
    },
  });
  return { tokens, check: async (token) => token !== undefined && accepts(await verify(token)) };
}
