import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KeyStorage, postgresStorage } from '@postern/kysely/postgres';
import { sqliteStorage } from '@postern/kysely/sqlite';
import { createDatabase } from '@postern/postgres-server';
import Database from 'better-sqlite3';
import { Pool } from 'pg';

/** What a process of its own is told, so that it can open the same: see `open-storage.mjs`. */
export type StorageDescription = { readonly sqlite: string } | { readonly postgres: string };

/** An empty database of some engine, which several processes may open. */
export interface SharedDatabase {
  readonly description: StorageDescription;
  readonly open: () => KeyStorage;
  /** Gives the rows of a statement, past Postern. */
  readonly query: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly remove: () => Promise<void>;
}

export type MakeDatabase = () => Promise<SharedDatabase>;

/** Makes a file in a directory of its own. */
export const sqliteDatabase: MakeDatabase = async () => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-shared-'));
  const file = join(directory, 'keys.sqlite');
  return {
    description: { sqlite: file },
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
};

/** Makes databases on a server. */
export function postgresDatabases(serverUrl: string): MakeDatabase {
  return async () => {
    const { url, drop } = await createDatabase(serverUrl);
    const pool = new Pool({ connectionString: url, max: 1 });
    // A server that is killed cuts it off. The next query connects anew.
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
