// Opens the storage of a description: `{ sqlite: file }` or `{ postgres: url }`. Loads only the driver that it needs,
// because tests start hundreds of processes.
export async function openStorage({ sqlite, postgres }) {
  if (sqlite !== undefined) {
    const { sqliteStorage } = await import('@postern/kysely/sqlite');
    // Several other processes write to the same file for the whole test.
    return sqliteStorage({ file: sqlite, busyDeadlineMs: 10_000 });
  }
  const { postgresStorage } = await import('@postern/kysely/postgres');
  return postgresStorage({ connectionString: postgres, statementDeadlineMs: 10_000 });
}
