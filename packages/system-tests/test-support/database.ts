import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KeyStorage, postgresStorage } from '@postern/kysely/postgres';
import { sqliteStorage } from '@postern/kysely/sqlite';
import { createDatabase } from '@postern/postgres-server';
import Database from 'better-sqlite3';
import { Pool } from 'pg';
import { otherSqliteDrivers, type SqliteDriver } from './sqlite-drivers.js';

/** Tells another process how to open the same storage: see `open-storage.mjs`. */
export type StorageDescription =
  | { readonly sqlite: string; readonly driver: SqliteDriver['name'] | 'better-sqlite3' }
  | { readonly postgres: string };

/** The path of the runtime that a process needs to open a storage. */
export function runtimeOf(storage: StorageDescription): string {
  const name = 'driver' in storage ? storage.driver : undefined;
  return otherSqliteDrivers.find((driver) => driver.name === name)?.runtime ?? process.execPath;
}

/** An empty database of either engine, which several processes can open. */
export interface SharedDatabase {
  readonly description: StorageDescription;
  readonly open: () => KeyStorage;
  /** Returns the rows of a statement that doesn't go through Postern. */
  readonly query: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly remove: () => Promise<void>;
}

export type MakeDatabase = () => Promise<SharedDatabase>;

/** Creates a file in a directory of its own. */
export const sqliteDatabase: MakeDatabase = sqliteDatabases('better-sqlite3');

/**
 * Returns a function that creates files. Other processes open them with the given driver; this one uses better-sqlite3,
 * so the drivers have to get on with each other.
 */
export function sqliteDatabases(driver: SqliteDriver['name'] | 'better-sqlite3'): MakeDatabase {
  return async () => sqliteFile(driver);
}

function sqliteFile(driver: SqliteDriver['name'] | 'better-sqlite3'): SharedDatabase {
  const directory = mkdtempSync(join(tmpdir(), 'postern-shared-'));
  const file = join(directory, 'keys.sqlite');
  return {
    description: { sqlite: file, driver },
    open: () => sqliteStorage({ file, busyDeadlineMs: 10_000 }),
    async query(sql) {
      const connection = new Database(file, { timeout: 1_000 });
      const statement = connection.prepare<[], Record<string, unknown>>(sql);
      const rows = statement.reader ? statement.all() : [];
      if (!statement.reader) statement.run();
      connection.close();
      return rows;
    },
    remove: async () => rmSync(directory, { recursive: true }),
  };
}

/** Returns a function that creates databases on a server. */
export function postgresDatabases(serverUrl: string): MakeDatabase {
  return async () => {
    const { url, drop } = await createDatabase(serverUrl);
    const pool = new Pool({ connectionString: url, max: 1 });
    // A server that is killed closes the connection. The next query opens a new one.
    pool.on('error', () => undefined);
    return {
      description: { postgres: url },
      open: () => postgresStorage({ connectionString: url, statementDeadlineMs: 10_000 }),
      query: async (sql) => (await pool.query(sql)).rows,
      async remove() {
        await pool.end();
        await drop();
      },
    };
  };
}
