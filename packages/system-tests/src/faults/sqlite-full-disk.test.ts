import type { IssuedKey } from '@postern/core';
import { sqliteStorage } from '@postern/kysely/sqlite';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { figures } from '../../test-support/figures.js';
import { issueKeys } from './issue-keys.js';
import { send } from './load.js';
import { ada, type Service, startService } from './service.js';
import { limitedFile, mountSmallDisk, type SmallDisk } from './small-disk.js';

const isFull = {
  code: 'ERR_REPOSITORY_UNAVAILABLE',
  message: expect.stringContaining('disk is full'),
  cause: expect.objectContaining({ message: 'SqliteError SQLITE_FULL' }),
};

async function serviceOn(file: string): Promise<Service> {
  const storage = sqliteStorage({ file });
  onTestFinished(() => storage.close());
  await storage.migrate();
  return startService(storage.repository);
}

const statuses = async (url: string, keys: readonly IssuedKey[]) =>
  Promise.all(keys.map(async (key) => (await send(url, key)).status));

/** Issues keys until the disk is full. Returns the issued keys, and the error. */
async function issueUntilFull({ keys }: Service): Promise<{ issued: readonly IssuedKey[]; error: unknown }> {
  const issued: IssuedKey[] = [];
  try {
    while (issued.length < 500) issued.push(...(await issueKeys(keys, 1)));
    return { issued, error: undefined };
  } catch (error) {
    return { issued, error };
  }
}

/** Revokes key after key until one can't be revoked. The change is small, so there may be space for some. */
async function revokeUntilFull({ keys }: Service, issued: readonly IssuedKey[]) {
  for (const [revoked, { key }] of issued.entries()) {
    const error = await keys
      .revoke(key.id, { actor: ada, reason: 'x'.repeat(200) })
      .catch((thrown: unknown) => thrown);
    if (error instanceof Error) return { revoked, error };
  }
  throw new Error('there is still space');
}

/** Fills the disk of a service, and then issues and revokes keys until both fail. */
async function serviceOnFull({ file, fill }: SmallDisk) {
  const service = await serviceOn(file);
  const before = await issueKeys(service.keys, 100);
  fill();
  const { issued, error: issueError } = await issueUntilFull(service);
  const all = [...before, ...issued];
  const { revoked, error: revokeError } = await revokeUntilFull(service, all);
  return {
    service,
    all,
    gone: all.slice(0, revoked),
    rest: all.slice(revoked),
    errors: [issueError, revokeError],
  };
}

describe.each([
  ['a small file system', () => mountSmallDisk()],
  ['max_page_count', limitedFile],
])('a full disk: %s', (how, makeDisk) => {
  it('F01 makes writes throw and loses nothing; once there is space, they succeed', async ({ skip }) => {
    const disk = makeDisk();
    if (disk === undefined) return skip('this user may not mount a file system');
    const { service, all, gone, rest, errors } = await serviceOnFull(disk);
    const { keys, url } = service;
    const [kept, ...others] = rest;
    if (kept === undefined) throw new Error('no key is left');
    expect(errors).toEqual([expect.objectContaining(isFull), expect.objectContaining(isFull)]);
    // Success is never faked: exactly the keys whose revocation was reported are revoked.
    expect(await statuses(url, gone)).toEqual(gone.map(() => 401));
    expect(await statuses(url, rest)).toEqual(rest.map(() => 200));
    expect(await actions(service, kept)).toEqual(['issued']);

    disk.makeRoom();
    for (const { key } of others)
      expect(await keys.revoke(key.id, { actor: ada })).toMatchObject({ changed: true });
    expect(await statuses(url, others)).toEqual(others.map(() => 401));
    // The uses from the time without space were kept.
    await expect
      .poll(async () => (await keys.get(kept.key.id, { actor: ada })).lastUsedAt, { timeout: 5_000 })
      .toBeInstanceOf(Date);
    expect(keys.counters().droppedUses).toBe(0);
    expect(integrity(disk.file)).toBe('ok');
    figures(`SQLite: a full disk (${how})`, {
      'keys issued until it was full': all.length,
      'revoked until it was full': gone.length,
      'revoked when there was room': others.length,
    });
  });
});

async function actions({ keys }: Service, { key }: IssuedKey): Promise<readonly string[]> {
  const { entries } = await keys.history({ keyId: key.id, actor: ada });
  return entries.map(({ action }) => action);
}

function integrity(file: string): unknown {
  const host = new Database(file, { readonly: true });
  const answer = host.pragma('integrity_check', { simple: true });
  host.close();
  return answer;
}
