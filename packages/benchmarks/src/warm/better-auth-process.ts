import Database from 'better-sqlite3';
import type { Commands } from '../harness/worker.js';
import { betterAuthInMemory, betterAuthSubject, withoutRateLimit } from '../subjects/better-auth.js';
import { temporaryFile } from '../subjects/sqlite-file.js';
import { subjectCommands } from '../subjects/subject-commands.js';
import { countStatements } from './count-statements.js';
import { names } from './names.js';

/** Each in a file of its own: whether there is a write-ahead log is a property of the file. */
export async function start({ keyCount }: { readonly keyCount: number }): Promise<Commands> {
  const [plain, fast, unused] = [openUnsynced('plain'), openUnsynced('fast'), openUnsynced('unused')];
  const atDefaults = await betterAuthSubject({
    name: names.betterAuth,
    database: plain,
    keyCount,
    // What a connection to a file without a log has by default.
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
      // What a connection to a file with a log has by default.
      fast.pragma('synchronous = normal');
    },
  });
  // It keeps a list of the keys of each person, which takes long to fill; it is fast enough for the purpose with fewer.
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

/** A database that does not wait for the disk while it is filled. */
function openUnsynced(name: string): Database.Database {
  const db = new Database(temporaryFile(`${name}.sqlite`));
  db.pragma('synchronous = off');
  return db;
}
