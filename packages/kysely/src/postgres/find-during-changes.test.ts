import type { StoredKey } from '@postern/core/ports';
import { buildAuditEntry } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { storageWithKey } from '../../test-support/postgres-storage-with-key.js';
import { foreignClient, hostPool, untilWaiting } from '../../test-support/temporary-database.js';
import { verifiable } from '../../test-support/verifiable.js';
import type { PostgresStorageOptions } from './options.js';

const patient = { connectDeadlineMs: 20_000, statementDeadlineMs: 20_000 };

/** A storage whose key someone else has locked, so that each change of it waits. */
async function storageWithLockedKey(options: (url: string) => Partial<PostgresStorageOptions>): Promise<{
  readonly stored: StoredKey;
  readonly found: () => Promise<unknown>;
  readonly rename: (name: string) => Promise<boolean>;
  readonly untilChangesWait: (count: number) => Promise<void>;
  readonly unlock: () => Promise<unknown>;
}> {
  const { url, storage, stored, found } = await storageWithKey(options);
  const [holder, observer] = [await foreignClient(url), await foreignClient(url)];
  await holder.query('begin; select from postern_key for update');
  const { key } = stored;
  return {
    found,
    stored,
    rename: (name) => storage.repository.rename({ keyId: key.id, name }, buildAuditEntry(key)),
    untilChangesWait: (count) => untilWaiting(observer, count),
    unlock: () => holder.query('commit'),
  };
}

it.each<[string, (url: string) => Partial<PostgresStorageOptions>, half: number]>([
  ["Postern's pool", () => ({ maxConnections: 6 }), 3],
  ["a host's pool", (url) => ({ pool: hostPool(url, { max: 7 }) }), 3],
  [
    "a host's pool that does not tell its size",
    (url) => {
      const pool = hostPool(url);
      return { pool: { connect: (callback) => pool.connect(callback) } };
    },
    5,
  ],
  ['a pool of a single connection, when it is free again', () => ({ maxConnections: 1 }), 1],
])('F04 changes use at most half the connections of %s', async (_, options, half) => {
  const { rename, untilChangesWait, unlock } = await storageWithLockedKey((url) => ({
    ...patient,
    ...options(url),
  }));
  const renamed = Promise.all(Array.from({ length: 30 }, (_, index) => rename(`name ${index}`)));
  await untilChangesWait(half);
  await unlock();
  expect(new Set(await renamed)).toEqual(new Set([true]));
});

it('F04 a find does not wait for changes, however many there are', async () => {
  const { stored, found, rename, untilChangesWait, unlock } = await storageWithLockedKey(() => ({
    ...patient,
    maxConnections: 2,
  }));
  let done = 0;
  const renames = Array.from({ length: 200 }, async (_, index) => {
    await rename(`name ${index}`);
    done += 1;
  });
  await untilChangesWait(1);
  expect(await found()).toEqual(verifiable(stored));
  expect(done).toBe(0);
  await unlock();
  await Promise.all(renames);
});

it('a change that waits too long for others fails like any call that gets no connection', async () => {
  const { found, rename, untilChangesWait, unlock } = await storageWithLockedKey(() => ({
    ...patient,
    maxConnections: 2,
    connectDeadlineMs: 200,
  }));
  const first = rename('first');
  await untilChangesWait(1);
  await expect(rename('second')).rejects.toMatchObject({
    code: 'ERR_REPOSITORY_UNAVAILABLE',
    message: expect.stringContaining('connectDeadlineMs'),
  });
  await found();
  await unlock();
  expect(await first).toBe(true);
});
