import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { type KeyStorage, type SqliteStorageOptions, sqliteStorage } from '../src/sqlite/index.js';

/** A path in a directory of its own, which is removed when the test ends. */
export function temporaryFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'postern-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'keys.sqlite');
}

/** A storage that is closed when the test ends. It has no tables yet. */
export function temporaryStorage(options: Partial<SqliteStorageOptions> = {}): KeyStorage {
  const storage = sqliteStorage({ file: temporaryFile(), ...options });
  onTestFinished(() => storage.close());
  return storage;
}

/** A connection that is not Postern's to the same file. */
export function foreignConnection(file: string): Database.Database {
  const connection = new Database(file, { timeout: 0 });
  onTestFinished(() => void connection.close());
  return connection;
}
