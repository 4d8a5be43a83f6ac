import { createRequire } from 'node:module';
import Database from 'better-sqlite3';
import type { KeyDatabase } from '../src/key-database.js';
import { betterSqlite3Driver } from '../src/sqlite/better-sqlite3/better-sqlite3-driver.js';
import { nodeSqliteDriver } from '../src/sqlite/node-sqlite/node-sqlite-driver.js';
import { readOptions, type SqliteStorageOptions } from '../src/sqlite/options.js';
import { sqliteDatabase } from '../src/sqlite/sqlite-database.js';
import type { SqliteDriver } from '../src/sqlite/sqlite-driver.js';
import { type KeyStorage, keyStorage } from '../src/storage.js';
import { type HostConnection, openHost } from './host-connection.mjs';

/** A driver, and what tests need to open files as it does, and to make it fail. */
interface SqliteUnderTest {
  readonly driver: SqliteDriver;
  readonly openHost: (file: string) => HostConnection;
  /** The prototype of its connections. */
  readonly prototype: () => { close(): unknown };
  /** The error that it throws for a code of SQLite: its name and its number. */
  readonly failure: (name: string, number: number) => Error;
}

const all: Readonly<Record<string, SqliteUnderTest>> = {
  'better-sqlite3': {
    driver: betterSqlite3Driver,
    openHost: (file) => openHost('better-sqlite3', file),
    prototype: () => Database.prototype,
    failure: (name) => new Database.SqliteError('of the driver', name),
  },
  'node-sqlite': {
    driver: nodeSqliteDriver,
    openHost: (file) => openHost('node-sqlite', file),
    prototype: () => createRequire(import.meta.url)('node:sqlite').DatabaseSync.prototype,
    failure: (_name, errcode) =>
      Object.assign(new Error('of the driver'), { code: 'ERR_SQLITE_ERROR', errcode }),
  },
};

/** The driver that the tests use: `POSTERN_SQLITE_DRIVER=node-sqlite npx vitest run packages/kysely`. */
export const sqliteUnderTest: SqliteUnderTest = (() => {
  const name = process.env.POSTERN_SQLITE_DRIVER || 'better-sqlite3';
  const found = all[name];
  if (found === undefined)
    throw new Error(`POSTERN_SQLITE_DRIVER must be one of ${Object.keys(all)}; got ${name}`);
  return found;
})();

const { driver } = sqliteUnderTest;

/** Creates the database of a storage. */
export function databaseOn(options: SqliteStorageOptions): KeyDatabase {
  return sqliteDatabase(readOptions(options, driver), driver);
}

/** Creates a storage, as each driver's `sqliteStorage` does. */
export function storageOn(options: SqliteStorageOptions): KeyStorage {
  return keyStorage(databaseOn(options));
}
