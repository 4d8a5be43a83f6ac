import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredKey } from '@postern/core/ports';
import { type KeyStorage, sqliteStorage } from '@postern/kysely/sqlite';
import Database from 'better-sqlite3';

/** Returns the path of a file in a folder that is removed when this process exits. */
export function temporaryFile(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return join(folder, name);
}

/** With more rows, the log would become larger than the file. */
const rowsPerTransaction = 100_000;

/** Creates the tables in a file, and inserts records into them unchanged. */
export async function fillSqlite(file: string, records: Iterable<StoredKey>): Promise<KeyStorage> {
  const storage = sqliteStorage({ file });
  await storage.migrate();
  const db = new Database(file);
  // The file exists only for this run.
  db.pragma('synchronous = off');
  const insert = db.prepare(
    `insert into postern_key (id, owner_kind, owner_id, name, scopes, hash, created_at, created_by_kind, created_by_id, expires_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  let rows = 0;
  db.exec('begin');
  for (const { key, hash } of records) {
    const { createdBy, expiresAt, owner, scopes } = key;
    insert.run(
      key.id,
      owner.kind,
      owner.id,
      key.name,
      scopes === null ? null : JSON.stringify(scopes),
      hash,
      key.createdAt.getTime(),
      createdBy.kind,
      createdBy.id,
      expiresAt?.getTime() ?? null,
    );
    rows += 1;
    if (rows % rowsPerTransaction === 0) db.exec('commit; begin');
  }
  db.exec('commit');
  db.pragma('wal_checkpoint(truncate)');
  db.close();
  return storage;
}
