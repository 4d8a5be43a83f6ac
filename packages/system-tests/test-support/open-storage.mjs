// Opens the storage of a description: `{ sqlite: file, driver }` or `{ postgres: url }`. Loads only the driver that it
// needs, because tests start hundreds of processes.
import { createRequire } from 'node:module';

/** Opens it through Postern. */
export async function openStorage({ sqlite, driver, postgres }) {
  if (sqlite !== undefined) {
    const entry = driver === 'better-sqlite3' ? 'sqlite' : driver;
    const { sqliteStorage } = await import(`@postern/kysely/${entry}`);
    // Several other processes write to the same file for the whole test.
    return sqliteStorage({ file: sqlite, busyDeadlineMs: 10_000 });
  }
  const { postgresStorage } = await import('@postern/kysely/postgres');
  return postgresStorage({ connectionString: postgres, statementDeadlineMs: 10_000 });
}

/** Opens a connection that is not Postern's, and returns functions that revoke a key through it, and close it. */
export async function openByHand({ sqlite, driver, postgres }) {
  if (sqlite !== undefined) {
    const connection = openSqlite[driver](sqlite);
    connection.exec('pragma busy_timeout = 10000');
    const statement = connection.prepare('update postern_key set revoked_at = ? where id = ?');
    return {
      revoke: async (keyId) => void statement.run(Date.now(), keyId),
      close: async () => void connection.close(),
    };
  }
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: postgres });
  await client.connect();
  return {
    revoke: (keyId) => client.query('update postern_key set revoked_at = now() where id = $1', [keyId]),
    close: () => client.end(),
  };
}

const require = createRequire(import.meta.url);

/** By the driver that the storage has: two copies of SQLite in one process would not see each other's locks. */
const openSqlite = {
  'better-sqlite3': (file) => new (require('better-sqlite3'))(file),
  'node-sqlite': (file) => new (require('node:sqlite').DatabaseSync)(file),
  'bun-sqlite': (file) => new (require('bun:sqlite').Database)(file),
};
