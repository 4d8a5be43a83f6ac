import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
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

describe('F01 a file that is taken away while it is open', () => {
  it('is a fault at once, and is not made anew by anything but migrate()', async () => {
    const { file, storage, find } = await migrated();
    remove(file);
    await expect(find()).rejects.toMatchObject({ code: 'ERR_SCHEMA_MISSING' });
    await expect(storage.repository.insert(stored, entry)).rejects.toMatchObject({
      code: 'ERR_SCHEMA_MISSING',
    });
    await storage.migrate();
    expect(await find()).toEqual(new Map());
  });

  it('is used again when it is back, or another is in its place', async () => {
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

  it('goes with its directory, too', async () => {
    const { file, storage, find } = await migrated();
    rmSync(dirname(file), { recursive: true });
    await expect(find()).rejects.toMatchObject({ code: 'ERR_SCHEMA_MISSING' });
    await expect(storage.migrate()).rejects.toMatchObject({ code: 'ERR_REPOSITORY_UNAVAILABLE' });
  });
});

describe('F01 a path that leads to no database', () => {
  it.each([
    [
      'a text',
      (file: string) =>
        writeFileSync(file, 'this is no database, and it is long enough to show it'.repeat(9)),
    ],
    ['a directory', (file: string) => mkdirSync(file)],
  ])('%s is a fault', async (_, make) => {
    const file = temporaryFile();
    make(file);
    const { migrate, repository } = temporaryStorage({ file, busyDeadlineMs: 50 });
    await expect(migrate()).rejects.toMatchObject({ code: 'ERR_REPOSITORY_UNAVAILABLE' });
    await expect(repository.insert(stored, entry)).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
    });
    await expect((async () => repository.find([stored.key.id]))()).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
    });
  });
});

describe('F01 a file that may only be read', () => {
  it('serves finds, and a write is a fault', async () => {
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

  it('is a fault where its directory is the same, since SQLite needs files beside it', async () => {
    const { file, storage } = await migrated();
    await storage.close();
    chmodSync(file, 0o444);
    chmodSync(dirname(file), 0o555);
    onTestFinished(() => chmodSync(dirname(file), 0o755));
    becomeNobody();
    const { repository } = temporaryStorage({ file });
    await expect((async () => repository.find([stored.key.id]))()).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
    });
  });
});

describe('P07 an error of the driver', () => {
  it('keeps of a constraint error its class and its code, and nothing of SQL, row or parameters', async () => {
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

/** Permissions do not hold for root. */
function becomeNobody(): void {
  if (process.getuid?.() !== 0) return;
  process.setegid?.(65_534);
  process.seteuid?.(65_534);
  onTestFinished(() => {
    process.seteuid?.(0);
    process.setegid?.(0);
  });
}
