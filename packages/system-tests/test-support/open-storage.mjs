// Opens the storage that a description names: `{ sqlite: file }` or `{ postgres: url }`. Loads no other driver: processes
// are started by the hundred.
export async function openStorage({ sqlite, postgres }) {
  if (sqlite !== undefined) {
    const { sqliteStorage } = await import('@postern/kysely/sqlite');
    // Others write to the same file, several of them, for as long as a test goes on.
    return sqliteStorage({ file: sqlite, busyDeadlineMs: 10_000 });
  }
  const { postgresStorage } = await import('@postern/kysely/postgres');
  return postgresStorage({ connectionString: postgres, statementDeadlineMs: 10_000 });
}
