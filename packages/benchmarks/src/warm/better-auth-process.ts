import Database from 'better-sqlite3';
import type { Commands } from '../harness/worker.js';
import { betterAuthInMemory, betterAuthSubject, withoutRateLimit } from '../subjects/better-auth.js';
import { temporaryFile } from '../subjects/sqlite-file.js';
import { subjectCommands } from '../subjects/subject-commands.js';
import { countStatements } from './count-statements.js';
import { names } from './names.js';

/** Each subject has a file of its own, because whether there is a write-ahead log is a property of the file. */
export async function start({ keyCount }: { readonly keyCount: number }): Promise<Commands> {
  const [plain, fast, unused] = [openUnsynced('plain'), openUnsynced('fast'), openUnsynced('unused')];
  const atDefaults = await betterAuthSubject({
    name: names.betterAuth,
    database: plain,
    keyCount,
    // The default of a connection to a file without a write-ahead log.
    afterwards: () => void plain.pragma('synchronous = full'),
  });
  const fastest = await betterAuthSubject({
    name: names.betterAuthFastest,
    database: fast,
    keyCount,
    settings: { deferUpdates: true },
    afterwards() {
      fast.exec(withoutRateLimit);
      fast.pragma('journal_mode = wal');
      // The default of a connection to a file with a write-ahead log.
      fast.pragma('synchronous = normal');
    },
  });
  // It keeps a list of each person's keys, which takes long to fill. Fewer keys are enough to show its speed.
  const inMemory = await betterAuthInMemory({
    name: names.betterAuthMemory,
    database: unused,
    keyCount: keyCount / 10,
  });
  return {
    ...subjectCommands([atDefaults, fastest, inMemory]),
    async countStatements(count: number) {
      return [await countStatements(atDefaults, count), await countStatements(fastest, count)];
    },
  };
}

/** Opens a database that does not wait for the disk while it is filled. */
function openUnsynced(name: string): Database.Database {
  const db = new Database(temporaryFile(`${name}.sqlite`));
  db.pragma('synchronous = off');
  return db;
}
