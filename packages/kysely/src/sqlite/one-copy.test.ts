import { copyFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildAuditEntry, buildStoredKey } from '@postern/core/testing';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished, vi } from 'vitest';
import { sharedStorage } from '../../test-support/shared-storage.js';
import { foreignConnection, temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';

const fault = {
  code: 'ERR_REPOSITORY_UNAVAILABLE',
  message: expect.stringContaining('another driver, or another version of it'),
};

const stored = buildStoredKey();

/** Opens a file with a copy of the native module, which is another copy of SQLite. */
function connectionOfAnotherCopy(file: string): Database.Database {
  const driver = dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json'));
  const nativeBinding = join(dirname(temporaryFile()), 'copy.node');
  copyFileSync(join(driver, 'build/Release/better_sqlite3.node'), nativeBinding);
  const connection = new Database(file, { timeout: 0, nativeBinding });
  connection.pragma('schema_version');
  onTestFinished(() => void connection.close());
  return connection;
}

/** Advances the clock, so that an earlier check does not count any more. */
function laterOn(): void {
  const now = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
  onTestFinished(() => now.mockRestore());
}

/** On other systems nothing shows what a process has open, and on a later Node this native module does not load. */
const canTell = process.platform === 'linux' && process.env.POSTERN_SQLITE_DRIVER !== 'node-sqlite';

it.runIf(canTell)('two copies of SQLite in one process do not see each other’s locks', async () => {
  const { file } = await sharedStorage();
  const host = foreignConnection(file);
  host.exec('begin immediate');
  expect(() => foreignConnection(file).exec('begin immediate')).toThrow('locked');
  expect(() => connectionOfAnotherCopy(file).exec('begin immediate')).not.toThrow();
});

it.runIf(canTell)(
  'F16 migrate() and writes fail if another copy of SQLite has opened the file before',
  async () => {
    const file = temporaryFile();
    connectionOfAnotherCopy(file).exec('pragma journal_mode = wal; create table host (id text)');
    const { migrate, repository } = temporaryStorage({ file });
    await expect(migrate()).rejects.toMatchObject(fault);
    await expect(repository.insert(stored, buildAuditEntry(stored.key))).rejects.toMatchObject(fault);
  },
);

it.runIf(canTell)(
  'F16 writes fail some seconds after another copy of SQLite has opened the file',
  async () => {
    const { file, revoke, found } = await sharedStorage();
    connectionOfAnotherCopy(file);
    laterOn();
    await expect(revoke()).rejects.toMatchObject(fault);
    expect(await found()).toMatchObject({ key: { revokedAt: null } });
  },
);

it('F16 any number of connections through one copy are not a fault, also through a symbolic link', async () => {
  const { file, revoke } = await sharedStorage();
  symlinkSync(file, `${file}-link`);
  const other = temporaryStorage({ file: `${file}-link` });
  for (const path of [file, file, `${file}-link`]) foreignConnection(path).pragma('schema_version');
  laterOn();
  await other.migrate();
  expect(await revoke()).toBe(true);
});
