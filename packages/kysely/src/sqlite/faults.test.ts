import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { isPosternError } from '@postern/core';
import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { foreignConnection, temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';
import { verifiable } from '../../test-support/verifiable.js';

const stored = buildStoredKey();
const entry = buildAuditEntry(stored.key);

async function migrated() {
  const file = temporaryFile();
  const storage = temporaryStorage({ file, busyDeadlineMs: 50 });
  await storage.migrate();
  await storage.repository.insert(stored, entry);
  return { file, storage, find: async () => storage.repository.find([stored.key.id]) };
}

const remove = (file: string) => {
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
};

describe('F01 a file that is removed while it is open', () => {
  it('makes calls fail immediately, and only migrate() creates it again', async () => {
    const { file, storage, find } = await migrated();
    remove(file);
    await expect(find()).rejects.toMatchObject({ code: 'ERR_SCHEMA_MISSING' });
    await expect(storage.repository.insert(stored, entry)).rejects.toMatchObject({
      code: 'ERR_SCHEMA_MISSING',
    });
    await storage.migrate();
    expect(await find()).toEqual(new Map());
  });

  it('is used again once it is back, or another has replaced it', async () => {
    const { file, storage, find } = await migrated();
    const backup = temporaryFile();
    foreignConnection(file).prepare('vacuum into ?').run(backup);
    await storage.repository.revoke(
      { keyId: stored.key.id, at: new Date(0), reason: null },
      buildAuditEntry(stored.key),
    );
    remove(file);
    await expect(find()).rejects.toMatchObject({ code: 'ERR_SCHEMA_MISSING' });
    renameSync(backup, file);
    expect(await find()).toEqual(new Map([[stored.key.id, verifiable(stored)]]));
  });

  it('makes calls fail if its directory is removed too', async () => {
    const { file, storage, find } = await migrated();
    rmSync(dirname(file), { recursive: true });
    await expect(find()).rejects.toMatchObject({ code: 'ERR_SCHEMA_MISSING' });
    await expect(storage.migrate()).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      message: `the directory ${dirname(file)} does not exist; create it first`,
    });
  });
});

/** What each call of a storage throws. Each is a fault of the repository, with the same message. */
async function faultOf(file: string): Promise<string> {
  const { migrate, repository } = temporaryStorage({ file, busyDeadlineMs: 50 });
  const calls = [migrate, () => repository.insert(stored, entry), () => repository.find([stored.key.id])];
  const messages = new Set<string>();
  for (const call of calls) {
    const error: unknown = await (async () => call())().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'ERR_REPOSITORY_UNAVAILABLE' });
    messages.add((error as Error).message);
  }
  expect([...messages]).toHaveLength(1);
  return [...messages].join();
}

describe('F01 a path that does not lead to a database is a fault that names what is there', () => {
  it.each<[string, (file: string) => unknown, RegExp]>([
    [
      'a text',
      (file) => writeFileSync(file, 'this is no database, and it is long enough to show it'.repeat(9)),
      /keys\.sqlite is not a SQLite database, or it is encrypted; check the path/,
    ],
    ['a directory', (file) => mkdirSync(file), /keys\.sqlite is a directory; name a file in it/],
    ['a pipe', (file) => execFileSync('mkfifo', [file]), /keys\.sqlite is not a regular file/],
  ])('%s', async (_, make, message) => {
    const file = temporaryFile();
    make(file);
    expect(await faultOf(file)).toMatch(message);
  });

  it('a database of which some pages were overwritten', async () => {
    const { file, storage } = await migrated();
    await storage.close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0x7f, 4096));
    const { repository } = temporaryStorage({ file });
    await expect((async () => repository.find([stored.key.id]))()).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      message: expect.stringMatching(/^the database file is damaged; .* restore a backup$/),
    });
  });
});

describe('F01 a missing permission on a directory is a fault that names the user and the directory', () => {
  it.each([
    ['be written', 0o555],
    ['be entered', 0o000],
  ])('a directory that may not %s', async (_, mode) => {
    const file = temporaryFile();
    const { migrate } = temporaryStorage({ file });
    chmodSync(dirname(file), mode);
    onTestFinished(() => chmodSync(dirname(file), 0o755));
    becomeNobody();
    await expect(migrate()).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      message: expect.stringMatching(
        new RegExp(
          `give user ${process.geteuid?.()} read and write access to the file and its directory, ${dirname(file)}$`,
        ),
      ),
    });
  });

  it('a directory inside one that may not be entered is refused when the storage is created', async () => {
    const outer = dirname(temporaryFile());
    mkdirSync(join(outer, 'inner'));
    chmodSync(outer, 0o000);
    onTestFinished(() => chmodSync(outer, 0o755));
    becomeNobody();
    expect(() => temporaryStorage({ file: join(outer, 'inner/keys.sqlite') })).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_CONFIG',
        message: expect.stringMatching(
          /inner, cannot be reached; give the user of this process permission to enter it/,
        ),
      }),
    );
  });
});

describe('F01 a read-only file', () => {
  it('serves finds, and writes fail', async () => {
    const { file, storage } = await migrated();
    await storage.close();
    chmodSync(file, 0o444);
    chmodSync(dirname(file), 0o777);
    becomeNobody();
    const { repository } = temporaryStorage({ file });
    expect(await repository.find([stored.key.id])).toEqual(new Map([[stored.key.id, verifiable(stored)]]));
    await expect(repository.insert(buildStoredKey(), entry)).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      cause: { message: 'SqliteError SQLITE_READONLY' },
    });
  });

  it('makes calls fail if its directory is read-only too, because SQLite needs files next to it', async () => {
    const { file, storage } = await migrated();
    await storage.close();
    chmodSync(file, 0o444);
    chmodSync(dirname(file), 0o555);
    onTestFinished(() => chmodSync(dirname(file), 0o755));
    becomeNobody();
    const { repository } = temporaryStorage({ file });
    await expect((async () => repository.find([stored.key.id]))()).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      message: expect.stringMatching(/its directory, \//),
    });
  });
});

describe('P07 an error of the driver', () => {
  it('has the class and the code of a constraint error, and nothing of the SQL, the row or the parameters', async () => {
    const { storage } = await migrated();
    const key = buildKey({ name: 'QUOTED name', owner: { kind: 'user', id: 'QUOTED owner' } });
    const failing = buildStoredKey({ key, hash: '$QUOTED$hash' });
    const again = buildAuditEntry(key, { id: entry.id });
    const error = await storage.repository.insert(failing, again).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      cause: { message: 'SqliteError SQLITE_CONSTRAINT_PRIMARYKEY' },
    });
    const shown = inspect(error, { depth: Infinity, showHidden: true, getters: true });
    expect(shown).not.toMatch(/QUOTED|postern_|insert into|UNIQUE/i);
    expect(isPosternError(error) && String(error.stack)).not.toMatch(/QUOTED|postern_|UNIQUE/);
    expect(shown).not.toContain(entry.id);
  });
});

/** Permissions do not apply to root. */
function becomeNobody(): void {
  if (process.getuid?.() !== 0) return;
  process.setegid?.(65_534);
  process.seteuid?.(65_534);
  onTestFinished(() => {
    process.seteuid?.(0);
    process.setegid?.(0);
  });
}
