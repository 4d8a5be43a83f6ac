import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type SharedStorage, sharedStorage } from '../../test-support/shared-storage.js';
import { spawnSource } from '../../test-support/spawn-source.js';
import { foreignConnection, temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';
import { requireNoMount } from './log-files.js';

const fault = { code: 'ERR_REPOSITORY_UNAVAILABLE' };

/** Revokes every key in another process, which opens the file and closes it again. */
async function revokeElsewhere(file: string): Promise<void> {
  const child = spawnSource(
    'hold-transaction.mjs',
    file,
    'begin immediate; update postern_key set revoked_at = 0',
    '1',
  );
  await once(child, 'exit');
}

/** Removes files next to a database, after a checkpoint, so that nothing is lost with them. */
function remove(file: string, endings: readonly string[]): void {
  const connection = foreignConnection(file);
  connection.pragma('wal_checkpoint(truncate)');
  connection.close();
  for (const ending of endings) rmSync(file + ending);
}

/** Advances the clock, so that the directory counts as unchanged for a while. */
function whenSettled(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
  onTestFinished(() => void vi.useRealTimers());
}

describe.each([[['-wal', '-shm']], [['-wal']], [['-shm']]])(
  'F16 %j removed while the file is open',
  (gone) => {
    it.each([
      ['just after the last check', () => undefined],
      ['a while after the last check', whenSettled],
    ])('%s: no find answers, and nothing is written', async (_when, before) => {
      const { file, find, revoke } = await sharedStorage();
      before();
      expect(find()).toBeInstanceOf(Map);
      remove(file, gone);
      expect(find).toThrow(expect.objectContaining(fault));
      await expect(revoke()).rejects.toMatchObject(fault);
    });

    it('is still a fault after another process has created them again', async () => {
      const { file, find } = await sharedStorage();
      remove(file, gone);
      await revokeElsewhere(file);
      for (let time = 0; time < 2; time += 1) expect(find).toThrow(expect.objectContaining(fault));
    });

    it('does not undo what another process wrote when the file is closed', async () => {
      const { file, storage, stored } = await sharedStorage();
      remove(file, gone);
      await revokeElsewhere(file);
      await storage.close();
      const { repository } = temporaryStorage({ file });
      const found = (await repository.find([stored.key.id])).get(stored.key.id);
      expect(found).toMatchObject({ key: { revokedAt: new Date(0) } });
    });
  },
);

describe('F16 a file that is moved while it is open, with a symbolic link in its place', () => {
  const move = (file: string) => {
    remove(file, []);
    renameSync(file, `${file}-moved`);
    symlinkSync(`${file}-moved`, file);
  };

  it.each([
    ['just after the last look', () => undefined],
    ['a while after the last look', whenSettled],
  ])('%s: no find answers, and nothing is written', async (_when, before) => {
    const { file, find, revoke } = await sharedStorage();
    before();
    expect(find()).toBeInstanceOf(Map);
    move(file);
    await revokeElsewhere(file);
    for (let time = 0; time < 2; time += 1) expect(find).toThrow(expect.objectContaining(fault));
    await expect(revoke()).rejects.toMatchObject(fault);
  });

  it('is also noticed if the path was a symbolic link from the start', async () => {
    const { file, stored } = await sharedStorage();
    symlinkSync(file, `${file}-link`);
    const { repository } = temporaryStorage({ file: `${file}-link` });
    const find = () => repository.find([stored.key.id]);
    expect(await find()).toBeInstanceOf(Map);
    move(file);
    expect(find).toThrow(expect.objectContaining(fault));
  });

  it('keeps what another process wrote when it is closed', async () => {
    const { file, storage, stored } = await sharedStorage();
    move(file);
    await revokeElsewhere(file);
    await storage.close();
    const { repository } = temporaryStorage({ file });
    const found = (await repository.find([stored.key.id])).get(stored.key.id);
    expect(found).toMatchObject({ key: { revokedAt: new Date(0) } });
  });

  it('is not a fault if its whole directory moved: the log moved with it', async () => {
    const { file, find } = await sharedStorage();
    renameSync(dirname(file), `${dirname(file)}-moved`);
    symlinkSync(`${dirname(file)}-moved`, dirname(file));
    onTestFinished(() => rmSync(`${dirname(file)}-moved`, { recursive: true, force: true }));
    expect(find()).toBeInstanceOf(Map);
  });
});

describe('F16 a file with two names', () => {
  const link = ({ file }: SharedStorage) => {
    const other = join(dirname(file), 'other');
    mkdirSync(other);
    linkSync(file, join(other, 'keys.sqlite'));
    return join(other, 'keys.sqlite');
  };

  it('is a fault through either name, until one is removed', async () => {
    const shared = await sharedStorage();
    const other = link(shared);
    expect(shared.find).toThrow(expect.objectContaining(fault));
    await expect(temporaryStorage({ file: other }).migrate()).rejects.toMatchObject(fault);
    rmSync(other);
    expect(shared.find()).toBeInstanceOf(Map);
  });

  it('is not a fault if one is a symbolic link, which SQLite follows', async () => {
    const { file, find, stored } = await sharedStorage();
    const other = `${file}-link`;
    symlinkSync(file, other);
    const { repository } = temporaryStorage({ file: other });
    expect(await repository.find([stored.key.id])).toEqual(find());
    await revokeElsewhere(other);
    const revoked = { key: { revokedAt: new Date(0) } };
    expect((await repository.find([stored.key.id])).get(stored.key.id)).toMatchObject(revoked);
    expect((await find()).get(stored.key.id)).toMatchObject(revoked);
  });

  it('is a fault if it is mounted by itself', () => {
    const mounts = [
      '30 1 254:0 / / rw - ext4 /dev/vda rw',
      String.raw`42 30 254:0 /srv/keys /data/my\040keys.sqlite rw - ext4 /dev/vda rw`,
      '43 30 254:0 /srv /srv rw - ext4 /dev/vda rw',
    ].join('\n');
    expect(() => requireNoMount('/data/my keys.sqlite', mounts)).toThrow(expect.objectContaining(fault));
    expect(() => requireNoMount('/srv/keys.sqlite', mounts)).not.toThrow();
    expect(() => requireNoMount('/data/keys.sqlite', '')).not.toThrow();
  });

  it.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
    'is a fault if it is mounted by itself, with a real mount if this user may make one',
    async ({ skip }) => {
      const { file } = await sharedStorage();
      const mounted = temporaryFile();
      writeFileSync(mounted, '');
      try {
        execFileSync('mount', ['--bind', file, mounted], { stdio: 'ignore' });
      } catch {
        skip();
      }
      onTestFinished(() => void execFileSync('umount', [mounted]));
      await expect(temporaryStorage({ file: mounted }).migrate()).rejects.toMatchObject(fault);
    },
  );
});

describe('F16 not a fault:', () => {
  it.each<[string, (file: string) => unknown]>([
    ['another process that opens and closes the file', revokeElsewhere],
    ['a connection that checkpoints', (file) => foreignConnection(file).pragma('wal_checkpoint(truncate)')],
    ['a connection that vacuums', (file) => foreignConnection(file).exec('vacuum')],
    ['a backup', (file) => foreignConnection(file).backup(temporaryFile())],
    [
      'a restore by the backup API',
      async (file) => {
        const backup = temporaryFile();
        await foreignConnection(file).backup(backup);
        await foreignConnection(backup).backup(file);
      },
    ],
    ['other files in the directory', (file) => writeFileSync(`${file}.log`, 'x')],
    ['a while without activity', whenSettled],
  ])('%s', async (_what, happen) => {
    const { file, find, revoke } = await sharedStorage();
    expect(find()).toBeInstanceOf(Map);
    await happen(file);
    expect(await find()).toBeInstanceOf(Map);
    expect(await find()).toBeInstanceOf(Map);
    await expect(revoke()).resolves.toBeTypeOf('boolean');
  });

  it('a file whose log SQLite removed when it was closed', async () => {
    const { file, storage, stored } = await sharedStorage();
    await storage.close();
    const { repository } = temporaryStorage({ file });
    expect((await repository.find([stored.key.id])).size).toBe(1);
  });
});
