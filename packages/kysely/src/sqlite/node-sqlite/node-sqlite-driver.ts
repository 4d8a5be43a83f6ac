import type { SqliteStatement } from 'kysely';
import type { SqliteDriver } from '../sqlite-driver.js';
import { loadNodeSqlite, type NodeRow, type NodeStatement, requireNodeSqlite } from './node-sqlite.js';

/** The driver that uses `node:sqlite`. */
export const nodeSqliteDriver: SqliteDriver = {
  requireUsable: requireNodeSqlite,

  open(file, { readOnly }) {
    const { DatabaseSync } = loadNodeSqlite();
    // It does not wait for locks by default.
    const database = new DatabaseSync(file, { readOnly });
    return {
      prepare: (sql) => kyselyStatement(sql, readingBigInts(database.prepare(sql))),
      prepareRow(sql) {
        const statement = returningArrays(readingBigInts(database.prepare(sql)));
        return (parameter) => {
          const row = statement.get(parameter);
          return row && valuesOf(row).map(asNumber);
        };
      },
      prepareValue(sql) {
        const statement = returningArrays(database.prepare(sql));
        return () => {
          const row = statement.get();
          return row && valuesOf(row)[0];
        };
      },
      prepareCommand(sql) {
        const statement = database.prepare(sql);
        return () => void statement.run();
      },
      close: () => database.close(),
    };
  },
};

/** Otherwise a single number that is too large for JavaScript would make a whole read fail. */
function readingBigInts(statement: NodeStatement): NodeStatement {
  statement.setReadBigInts(true);
  return statement;
}

function asNumber(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

/** Where that is possible, it takes less time than reading the values of an object. */
function returningArrays(statement: NodeStatement): NodeStatement {
  statement.setReturnArrays?.(true);
  return statement;
}

function valuesOf(row: NodeRow): readonly unknown[] {
  return Array.isArray(row) ? row : Object.values(row);
}

/** A statement as Kysely runs it: one that reads by `all`, any other by `run`. */
function kyselyStatement(sql: string, statement: NodeStatement): SqliteStatement {
  return {
    reader: returnsRows(sql),
    all: (parameters) => statement.all(...parameters).map(withNumbers),
    run: (parameters) => statement.run(...parameters),
    *iterate(parameters) {
      for (const row of statement.iterate(...parameters)) yield withNumbers(row);
    },
  };
}

/** Node can tell from 22.16 on. A name can't be mistaken for a word of SQL, because Kysely quotes names. */
function returnsRows(sql: string): boolean {
  return /^(select|pragma) | returning /.test(sql);
}

function withNumbers(row: NodeRow): unknown {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asNumber(value)]));
}
