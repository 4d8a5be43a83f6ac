import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredKey } from '@postern/core';
import { type KeyStorage, sqliteStorage } from '@postern/kysely/sqlite';
import Database from 'better-sqlite3';

/** Gives the path of a file in a folder that is removed when this process exits. */
export function temporaryFile(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return join(folder, name);
}

/** Makes the tables in a file, and puts records into them as they stand. */
export async function fillSqlite(file: string, records: Iterable<StoredKey>): Promise<KeyStorage> {
  const storage = sqliteStorage({ file });
  await storage.migrate();
  const db = new Database(file);
  // It is there for this run only.
  db.pragma('synchronous = off');
  const insert = db.prepare(
    `insert into postern_key (id, owner_kind, owner_id, name, scopes, hash, created_at, created_by_kind, created_by_id)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  db.transaction(() => {
    for (const { key, hash } of records) {
      const scopes = key.scopes === null ? null : JSON.stringify(key.scopes);
      const { createdBy, owner } = key;
      insert.run(
        key.id,
        owner.kind,
        owner.id,
        key.name,
        scopes,
        hash,
        key.createdAt.getTime(),
        createdBy.kind,
        createdBy.id,
      );
    }
  })();
  db.pragma('wal_checkpoint(truncate)');
  db.close();
  return storage;
}
