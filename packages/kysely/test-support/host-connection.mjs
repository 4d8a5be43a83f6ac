// Connections to a SQLite file that are not Postern's, with the driver that is tested: two copies of SQLite in one
// process would not see each other's locks. It runs in every runtime that has one of the drivers.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

const open = {
  'better-sqlite3'(file) {
    const Database = require('better-sqlite3');
    return new Database(file, { timeout: 0 });
  },

  'node-sqlite'(file) {
    const { DatabaseSync, backup } = require('node:sqlite');
    const database = new DatabaseSync(file);
    return {
      exec: (sql) => database.exec(sql),
      prepare: (sql) => withArrays(() => database.prepare(sql)),
      backup: (path) => backup(database, path),
      close: () => database.isOpen && database.close(),
    };
  },

  'bun-sqlite'(file) {
    const { Database } = require('bun:sqlite');
    const database = new Database(file, { create: true, readwrite: true });
    return {
      exec: (sql) => database.exec(sql),
      prepare: (sql) => withArrays(() => database.prepare(sql)),
      close: () => database.close(),
    };
  },
};

/** Opens a file, with the methods of `better-sqlite3` that tests use. */
export function openHost(driver, file) {
  const connection = open[driver](file);
  if (connection.pragma !== undefined) return connection;
  return {
    ...connection,
    pragma(pragma, { simple = false } = {}) {
      const statement = connection.prepare(`pragma ${pragma}`);
      return simple ? statement.pluck().get() : statement.all();
    },
  };
}

/** A statement of `node:sqlite` or `bun:sqlite`. It takes parameters in an array too, as Kysely passes them. */
function withArrays(prepare) {
  const statement = prepare();
  const reading = (read) => ({
    get(...parameters) {
      const row = statement.get(...parameters.flat());
      return row ? read(row) : undefined;
    },
    all: (...parameters) => statement.all(...parameters.flat()).map(read),
  });
  return {
    // Node has `columns` from 22.16 on.
    get reader() {
      return statement.reader ?? statement.columns().length > 0;
    },
    run: (...parameters) => statement.run(...parameters.flat()),
    iterate: (parameters) => statement.iterate(...parameters),
    ...reading((row) => ({ ...row })),
    pluck: () => reading((row) => Object.values(row)[0]),
    raw: () => reading((row) => Object.values(row)),
  };
}
