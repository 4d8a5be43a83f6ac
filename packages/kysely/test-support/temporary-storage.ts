import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { KeyStorage, SqliteStorageOptions } from '../src/sqlite/index.js';
import type { HostConnection } from './host-connection.mjs';
import { sqliteUnderTest, storageOn } from './sqlite-under-test.js';

/** A path in a directory of its own, which is removed when the test ends. */
export function temporaryFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'postern-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'keys.sqlite');
}

let migrated: Promise<Buffer> | undefined;

/** A path like that of `temporaryFile`, of a file that is already migrated. It is a copy: to migrate takes longer. */
export async function migratedFile(): Promise<string> {
  migrated ??= migratedBytes();
  const file = temporaryFile();
  writeFileSync(file, await migrated);
  return file;
}

async function migratedBytes(): Promise<Buffer> {
  const file = temporaryFile();
  const storage = storageOn({ file });
  await storage.migrate();
  await storage.close();
  return readFileSync(file);
}

/** A storage that is closed when the test ends. It has no tables yet. */
export function temporaryStorage(options: Partial<SqliteStorageOptions> = {}): KeyStorage {
  const storage = storageOn({ file: temporaryFile(), ...options });
  onTestFinished(() => storage.close());
  return storage;
}

/** A connection that is not Postern's to the same file. */
export function foreignConnection(file: string): HostConnection {
  const connection = sqliteUnderTest.openHost(file);
  onTestFinished(() => connection.close());
  return connection;
}
