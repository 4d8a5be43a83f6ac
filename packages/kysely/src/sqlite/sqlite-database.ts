import { type Kysely, sql } from 'kysely';
import { deadlineIn, retryUntil } from '../deadline.js';
import type { KeyDatabase } from '../key-database.js';
import type { Tables } from '../tables.js';
import { isBusy, isReadOnly, wrapDriverError } from './driver-error.js';
import type { SqliteStorageOptions } from './options.js';
import { sqliteSessions } from './session.js';
import { sqliteDialect } from './sqlite-dialect.js';
import type { SqliteDriver } from './sqlite-driver.js';
import { inTransaction } from './transaction.js';

/** Creates the database from checked options. Nothing is opened yet. If the file is not busy, `find` is synchronous. */
export function sqliteDatabase(options: Required<SqliteStorageOptions>, driver: SqliteDriver): KeyDatabase {
  const sessions = sqliteSessions({ ...options, driver });
  const current = () => sessions.current({ create: false });

  /** Each attempt opens the file if necessary: that, too, may find it busy. */
  async function withRetry<Value>(attempt: () => Value | Promise<Value>): Promise<Value> {
    const deadline = deadlineIn(options.busyDeadlineMs);
    try {
      return await retryUntil(attempt, { ...busyRetry, deadline: () => deadline });
    } catch (error) {
      // SQLite found the file read-only when it opened it, and does not check again. So it is opened again next time.
      if (isReadOnly(error)) sessions.forget();
      throw wrapDriverError(error, options.file);
    }
  }

  return {
    dialect: sqliteDialect,
    read: (work) => withRetry(() => work(current().db)),
    write: (work) => withRetry(() => inTransaction(current(), work)),
    migrate: (work) =>
      withRetry(() =>
        inTransaction(sessions.current({ create: true }), async (db) =>
          work(db, await tablesIn(db, options.tablePrefix)),
        ),
      ),
    find(ids) {
      try {
        return current().find(ids);
      } catch (error) {
        if (isBusy(error)) return withRetry(() => current().find(ids));
        throw wrapDriverError(error, options.file);
      }
    },
    close: () => withRetry(sessions.close),
  };
}

/** The driver's own waiting would block the event loop. */
const busyRetry = { mayRetry: isBusy, minPauseMs: 1, maxPauseMs: 50, minAttemptMs: 0 };

/** Returns the names of the tables in a file that start with a prefix, without it. */
async function tablesIn(db: Kysely<Tables>, prefix: string): Promise<ReadonlySet<string>> {
  const tables = sql<{ readonly name: string }>`select name from sqlite_schema where type = 'table'`;
  const { rows } = await tables.execute(db);
  const names = rows.map(({ name }) => name).filter((name) => name.startsWith(prefix));
  return new Set(names.map((name) => name.slice(prefix.length)));
}
