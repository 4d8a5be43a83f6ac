import { type CompiledQuery, Kysely, SqliteDialect } from 'kysely';
import type { KeyDatabase, Work } from '../src/key-database.js';
import { sqliteDialect } from '../src/sqlite/sqlite-dialect.js';
import { tablePrefix } from '../src/table-prefix.js';
import type { Tables } from '../src/tables.js';
import { foreignConnection } from './temporary-storage.js';

/** A database on a file that has tables, and every query that was sent to it. Its writes are not transactions. */
export function recordedDatabase(file: string): {
  readonly database: KeyDatabase;
  readonly sent: readonly CompiledQuery[];
} {
  const sent: CompiledQuery[] = [];
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: foreignConnection(file) }),
    plugins: [tablePrefix('postern_')],
    log: ({ query }) => void sent.push(query),
  });
  const run = <Value>(work: Work<Value>) => work(db);
  return {
    database: {
      dialect: sqliteDialect,
      read: run,
      write: run,
      migrate: (work) => work(db, new Set()),
      find: () => new Map(),
      close: () => db.destroy(),
    },
    sent,
  };
}
