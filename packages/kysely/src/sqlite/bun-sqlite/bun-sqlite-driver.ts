import type { SqliteStatement } from 'kysely';
import type { SqliteDriver } from '../sqlite-driver.js';
import { type BunStatement, loadBunSqlite, requireBunSqlite } from './bun-sqlite.js';

/** The driver that uses `bun:sqlite`. */
export const bunSqliteDriver: SqliteDriver = {
  requireUsable: requireBunSqlite,

  open(file, { readOnly }) {
    const { Database } = loadBunSqlite();
    // It does not wait for locks by default.
    const database = new Database(file, readOnly ? { readonly: true } : { readwrite: true, create: true });
    const prepared: BunStatement[] = [];
    const prepare = (sql: string): BunStatement => {
      const statement = database.prepare(withNames(sql));
      prepared.push(statement);
      return statement;
    };
    return {
      prepare: (sql) => kyselyStatement(database.prepare(withNames(sql))),
      prepareRow(sql) {
        const statement = prepare(sql);
        return (parameter) => statement.values(parameter)[0];
      },
      prepareValue(sql) {
        const statement = prepare(sql);
        return () => statement.values()[0]?.[0];
      },
      prepareCommand(sql) {
        const statement = prepare(sql);
        return () => void statement.run();
      },
      close() {
        // Otherwise the file would stay open, and its log next to it.
        for (const statement of prepared.splice(0)) statement.finalize();
        database.close(true);
      },
    };
  },
};

/**
 * Bun's SQLite takes a name in double quotes for a text if there is no such column, so that a query of a later release
 * would return nonsense from the tables of an earlier one. In backticks, it is always a name. Statements that create
 * something stay as they are, because SQLite stores their text: it is the same whatever the driver.
 */
function withNames(sql: string): string {
  return /^(create|alter) /.test(sql) ? sql : sql.replaceAll('"', '`');
}

/** A statement that Kysely runs, once. A statement that is not finalized would keep the connection from being closed. */
function kyselyStatement(statement: BunStatement): SqliteStatement {
  function once<Result>(run: () => Result): Result {
    try {
      return run();
    } finally {
      statement.finalize();
    }
  }
  return {
    reader: statement.columnNames.length > 0,
    all: (parameters) => once(() => statement.all(...parameters)),
    run: (parameters) => once(() => statement.run(...parameters)),
    iterate: (parameters) => once(() => statement.all(...parameters)).values(),
  };
}
