// Opens the storage of a description: `{ sqlite: file }` or `{ postgres: url }`. Loads only the driver that it needs,
// because tests start hundreds of processes.

/** Opens it through Postern. */
export async function openStorage({ sqlite, postgres }) {
  if (sqlite !== undefined) {
    const { sqliteStorage } = await import('@postern/kysely/sqlite');
    // Several other processes write to the same file for the whole test.
    return sqliteStorage({ file: sqlite, busyDeadlineMs: 10_000 });
  }
  const { postgresStorage } = await import('@postern/kysely/postgres');
  return postgresStorage({ connectionString: postgres, statementDeadlineMs: 10_000 });
}

/** Opens a connection that is not Postern's, and returns functions that revoke a key through it, and close it. */
export async function openByHand({ sqlite, postgres }) {
  if (sqlite !== undefined) {
    const { default: Database } = await import('better-sqlite3');
    const connection = new Database(sqlite, { timeout: 10_000 });
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
