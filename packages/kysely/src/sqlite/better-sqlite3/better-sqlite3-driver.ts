import Database from 'better-sqlite3';
import type { SqliteDriver } from '../sqlite-driver.js';
import { requireBetterSqlite3 } from './requirements.js';

/** The driver that uses the package `better-sqlite3`. */
export const betterSqlite3Driver: SqliteDriver = {
  requireUsable: requireBetterSqlite3,

  open(file, { readOnly }) {
    const database = new Database(file, { /* F09 sqlite */ timeout: 0, readonly: readOnly });
    return {
      prepare: (sql) => database.prepare(sql),
      prepareRow(sql) {
        const statement = database.prepare<[string], readonly unknown[]>(sql).raw();
        return (parameter) => statement.get(parameter);
      },
      prepareValue(sql) {
        const statement = database.prepare<[]>(sql).pluck();
        return () => statement.get();
      },
      prepareCommand(sql) {
        const statement = database.prepare<[]>(sql);
        return () => void statement.run();
      },
      close: () => void database.close(),
    };
  },
};
