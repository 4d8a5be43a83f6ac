import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import { settlesWithin } from '@postern/postgres-server';
import { describe, expect, it } from 'vitest';
import { longestTurnUntil, sharedStorage } from '../../test-support/shared-storage.js';
import { foreignConnection, temporaryStorage } from '../../test-support/temporary-storage.js';
import { verifiable } from '../../test-support/verifiable.js';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A storage with one key, and a foreign connection to its file. */
async function shared(options: { busyDeadlineMs?: number } = {}) {
  const storage = await sharedStorage(options);
  const revokedAt = async () => {
    const found = await storage.found();
    return found && 'key' in found ? found.key.revokedAt : undefined;
  };
  return { ...storage, revokedAt, host: foreignConnection(storage.file) };
}

describe('F09 a transaction that someone else left open', () => {
  it('neither delays a find nor makes it fail, whatever lock it has', async () => {
    const { host, find, stored } = await shared();
    for (const begin of ['begin', 'begin immediate', 'begin exclusive']) {
      host.exec(begin);
      host.prepare('select count(*) from postern_key').get();
      expect(find()).toEqual(new Map([[stored.key.id, verifiable(stored)]]));
      host.exec('rollback');
    }
  });

  it('does not show its uncommitted changes to a find', async () => {
    const { host, revokedAt } = await shared();
    host.exec('begin immediate; update postern_key set revoked_at = 0');
    expect(await revokedAt()).toBeNull();
  });

  it('does not make a find read the state from its start', async () => {
    const { file, host, revokedAt } = await shared();
    host.exec('begin');
    host.prepare('select count(*) from postern_key').get();
    expect(await revokedAt()).toBeNull();
    foreignConnection(file).exec('update postern_key set revoked_at = 0');
    expect(await revokedAt()).toEqual(new Date(0));
  });

  it('does not swallow a revocation when it is rolled back', async () => {
    const { host, revoke, revokedAt } = await shared();
    host.exec('begin immediate; update postern_key set name = name');
    const revoked = revoke();
    await turn();
    host.exec('rollback');
    expect(await revoked).toBe(true);
    expect(await revokedAt()).toEqual(new Date(0));
  });
});

describe('F09 a write lock that someone else holds', () => {
  it('makes a write wait without blocking the event loop, and then succeed', async () => {
    const { host, revoke, find } = await shared();
    host.exec('begin immediate');
    let done = false;
    const revoked = revoke().finally(() => {
      done = true;
    });
    let turns = 0;
    const longestMs = await longestTurnUntil(
      () => turns === 100,
      () => {
        turns += 1;
        expect(find()).toBeInstanceOf(Map);
      },
    );
    expect(done).toBe(false);
    // The driver on its own would block the event loop for 5 s, so the lock could not be released in the meantime.
    expect(longestMs).toBeLessThan(4_000);
    host.exec('commit');
    expect(await revoked).toBe(true);
  });

  it('makes a write fail at the deadline, with nothing written', async () => {
    const { host, revoke, revokedAt } = await shared({ busyDeadlineMs: 30 });
    host.exec('begin immediate');
    await expect(revoke()).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      message: expect.stringContaining('busyDeadlineMs'),
      cause: expect.objectContaining({ message: 'SqliteError SQLITE_BUSY' }),
    });
    host.exec('commit');
    expect(await revokedAt()).toBeNull();
    expect(await revoke()).toBe(true);
  });

  it('makes many writes fail at the same deadline, not one after the other', async () => {
    const { host, storage } = await shared({ busyDeadlineMs: 500 });
    host.exec('begin immediate');
    const writes = Array.from({ length: 20 }, () => {
      const stored = buildStoredKey({ key: buildKey() });
      return storage.repository.insert(stored, buildAuditEntry(stored.key));
    });
    // In sequence they would take 10 s.
    expect(await settlesWithin(5_000, Promise.allSettled(writes))).toBe(true);
    const outcomes = await Promise.allSettled(writes);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  });
});

describe('a file that someone else has locked exclusively', () => {
  it('makes a find that opens it return a promise, which resolves once it is free', async () => {
    const { file, storage, stored } = await shared();
    await storage.close();
    const holder = foreignConnection(file);
    holder.exec('pragma locking_mode = exclusive; begin immediate; commit');
    const late = temporaryStorage({ file });
    const found = late.repository.find([stored.key.id]);
    expect(found).toBeInstanceOf(Promise);
    await turn();
    holder.close();
    expect(await found).toEqual(new Map([[stored.key.id, verifiable(stored)]]));
    expect(late.repository.find([stored.key.id])).toBeInstanceOf(Map);
  });

  it('makes a find fail at the deadline', async () => {
    const { file, storage, stored } = await shared();
    await storage.close();
    foreignConnection(file).exec('pragma locking_mode = exclusive; begin immediate; commit');
    const late = temporaryStorage({ file, busyDeadlineMs: 30 });
    await expect(late.repository.find([stored.key.id])).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
    });
  });
});
