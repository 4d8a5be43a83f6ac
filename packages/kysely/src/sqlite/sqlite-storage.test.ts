import { existsSync } from 'node:fs';
import { keyRepositoryContract } from '@postern/conformance';
import { buildAuditEntry, buildStoredKey } from '@postern/core/testing';
import { describe, expect, it, vi } from 'vitest';
import { everyCall } from '../../test-support/every-call.js';
import { sqliteSubject } from '../../test-support/sqlite-subject.mjs';
import { sqliteUnderTest } from '../../test-support/sqlite-under-test.js';
import {
  foreignConnection,
  migratedFile,
  temporaryFile,
  temporaryStorage,
} from '../../test-support/temporary-storage.js';

const stored = buildStoredKey();
const entry = buildAuditEntry(stored.key);

describe.each([{ rememberedRecords: 0 }, {}])(
  'the SQLite storage fulfils the contract on real files, with %o',
  (options) => {
    for (const { name, run } of keyRepositoryContract) {
      it(name, (test) =>
        run(async () => {
          const file = await migratedFile();
          return sqliteSubject({
            open: () => temporaryStorage({ file, busyDeadlineMs: 100, ...options }),
            openHost: () => foreignConnection(file),
          });
        }, test),
      );
    }
  },
);

describe('before migrate()', () => {
  it('opens nothing', () => {
    const file = temporaryFile();
    temporaryStorage({ file });
    expect(existsSync(file)).toBe(false);
  });

  it.each(everyCall)('%s reports that it must be called if the file is missing', async (_, call) => {
    const storage = temporaryStorage();
    await expect(call(storage.repository)).rejects.toMatchObject({
      code: 'ERR_SCHEMA_MISSING',
      message: expect.stringContaining('storage.migrate()'),
    });
  });

  it.each(everyCall)('%s reports that it must be called if the tables are missing', async (_, call) => {
    const file = temporaryFile();
    foreignConnection(file).exec('create table host (id text)');
    const storage = temporaryStorage({ file });
    await expect(call(storage.repository)).rejects.toMatchObject({ code: 'ERR_SCHEMA_MISSING' });
  });

  it('a call fails, and succeeds once it was called', async () => {
    const storage = temporaryStorage();
    await expect(storage.repository.insert(stored, entry)).rejects.toThrow();
    await storage.migrate();
    expect(await storage.repository.insert(stored, entry)).toBe(true);
  });
});

describe('find', () => {
  it('answers synchronously', async () => {
    const storage = temporaryStorage();
    await storage.migrate();
    expect(storage.repository.find([stored.key.id])).toBeInstanceOf(Map);
  });
});

describe('close()', () => {
  it('may be called any number of times, even before anything was opened', async () => {
    const storage = temporaryStorage();
    await Promise.all([storage.close(), storage.close()]);
    await storage.close();
  });

  it.each(everyCall)('makes every later %s fail', async (_, call) => {
    const storage = temporaryStorage();
    await storage.migrate();
    await storage.close();
    await expect(call(storage.repository)).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      message: expect.stringContaining('closed'),
    });
  });

  it('lets a write in progress commit', async () => {
    const file = temporaryFile();
    const storage = temporaryStorage({ file });
    await storage.migrate();
    const written = storage.repository.insert(stored, entry);
    await storage.close();
    expect(await written).toBe(true);
    const rows = foreignConnection(file).prepare('select id from postern_key').pluck().all();
    expect(rows).toEqual([stored.key.id]);
  });

  it.each([
    ['SQLITE_BUSY', 5],
    ['SQLITE_IOERR', 10],
  ])('can be repeated if it failed with %s', async (code, number) => {
    const file = temporaryFile();
    const storage = temporaryStorage({ file, busyDeadlineMs: 1 });
    await storage.migrate();
    const failing = vi.spyOn(sqliteUnderTest.prototype(), 'close').mockImplementation(() => {
      throw sqliteUnderTest.failure(code, number);
    });
    await expect(storage.close()).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      cause: { message: `SqliteError ${code}` },
    });
    failing.mockRestore();
    await storage.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it('is retried if the file was busy for a moment', async () => {
    const storage = temporaryStorage();
    await storage.migrate();
    const close = vi.spyOn(sqliteUnderTest.prototype(), 'close').mockImplementationOnce(() => {
      throw sqliteUnderTest.failure('SQLITE_BUSY', 5);
    });
    await storage.close();
    expect(close).toHaveBeenCalledTimes(3);
    close.mockRestore();
  });

  it('checkpoints the log into the file', async () => {
    const file = temporaryFile();
    const storage = temporaryStorage({ file });
    await storage.migrate();
    expect(existsSync(`${file}-wal`)).toBe(true);
    await storage.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
  });
});
