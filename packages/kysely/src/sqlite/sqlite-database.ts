import { setImmediate as nextTurn } from 'node:timers/promises';
import { type KeyLookup, PosternError } from '@postern/core';
import { type Kysely, sql } from 'kysely';
import type { KeyDatabase, Work } from '../key-database.js';
import type { Tables } from '../tables.js';
import { isBusy, retryWhileBusy } from './busy.js';
import { isReadOnly, wrapDriverError } from './driver-error.js';
import type { SqliteStorageOptions } from './options.js';
import { type Session, sqliteSessions } from './sessions.js';
import { sqliteDialect } from './sqlite-dialect.js';

/** A SQLite file. `find` answers directly, unless the file is busy. */
export interface SqliteDatabase extends KeyDatabase, KeyLookup {
  readonly close: () => Promise<void>;
}

/** Makes the database of checked options. Nothing is opened yet. */
export function sqliteDatabase(options: Required<SqliteStorageOptions>): SqliteDatabase {
  const sessions = sqliteSessions(options.file, options.tablePrefix);
  const current = () => sessions.current({ create: false });

  /** Each attempt opens the file where it must: opening, too, may find it busy. */
  async function patiently<Value>(attempt: () => Value | Promise<Value>): Promise<Value> {
    try {
      return await retryWhileBusy(attempt, options.busyDeadlineMs);
    } catch (error) {
      // SQLite found out when it opened the file that it may only read it. Whether it still is so, it does not look.
      if (isReadOnly(error)) sessions.forget();
      throw wrapDriverError(error, options.file);
    }
  }

  return {
    dialect: sqliteDialect,
    read: (work) => patiently(() => work(current().db)),
    write: (work) => patiently(() => inTransaction(current(), work)),
    migrate: (work) =>
      patiently(() =>
        inTransaction(sessions.current({ create: true }), async (db) =>
          work(db, await tablesIn(db, options.tablePrefix)),
        ),
      ),
    find(ids) {
      try {
        return current().find(ids);
      } catch (error) {
        if (isBusy(error)) return patiently(() => current().find(ids));
        throw wrapDriverError(error, options.file);
      }
    },
    close: () => patiently(sessions.close),
  };
}

/**
 * Runs work in a transaction that has the write lock from its beginning: one that reads first and then can't write
 * would have to begin again. Kysely's own transactions begin without it; `connection()` keeps everybody else in this
 * process out until the end just as well. The driver is synchronous, so no turn of the event loop lies between begin and
 * commit, while the work reads the same as for a database that is not. Between two transactions lies one, so that many
 * writes at once don't stop the event loop together.
 */
function inTransaction<Value>({ db, isInPlace }: Session, work: Work<Value>): Promise<Value> {
  return db.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    try {
      const value = await work(connection);
      await sql`commit`.execute(connection);
      if (!isInPlace()) throw writtenElsewhere();
      await nextTurn();
      return value;
    } catch (error) {
      // Where SQLite has rolled back by itself there is nothing left to roll back.
      await sql`rollback`.execute(connection).catch(() => undefined);
      throw error;
    }
  });
}

function writtenElsewhere(): PosternError {
  return new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the database file or its -wal was replaced while a change was being committed, so others may not see the change; check the key before you try again',
  );
}

/** Gives the names of the tables in a file that begin with a prefix, without it. */
async function tablesIn(db: Kysely<Tables>, prefix: string): Promise<ReadonlySet<string>> {
  const tables = sql<{ readonly name: string }>`select name from sqlite_schema where type = 'table'`;
  const { rows } = await tables.execute(db);
  const names = rows.map(({ name }) => name).filter((name) => name.startsWith(prefix));
  return new Set(names.map((name) => name.slice(prefix.length)));
}
