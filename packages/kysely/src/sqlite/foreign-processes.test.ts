import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { longestTurnUntil, sharedStorage } from '../../test-support/shared-storage.js';
import { spawnSource } from '../../test-support/spawn-source.js';
import { verifiable } from '../../test-support/verifiable.js';

/** Starts a transaction in another process, which commits it after some milliseconds, or earlier on request. */
async function beginElsewhere(file: string, statements: string, ms = 60_000) {
  const child = spawnSource('hold-transaction.mjs', file, statements, String(ms));
  // An iterator keeps lines until they are read: if the machine paused, both lines arrive together.
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  await lines.next();
  return { committed: lines.next(), commit: () => child.kill('SIGTERM') };
}

it('F09 a write lock that another process holds for 3 s neither delays a find nor blocks the event loop', async () => {
  const { file, stored, find, found, revoke } = await sharedStorage();
  const statements = "begin immediate; update postern_key set name = 'renamed'";
  const { committed } = await beginElsewhere(file, statements, 3_000);
  const revoked = revoke();
  let isFree = false;
  void committed.then(() => {
    isFree = true;
  });

  let turns = 0;
  await longestTurnUntil(
    () => isFree,
    () => {
      turns += 1;
      expect(find()).toBeInstanceOf(Map);
    },
  );
  // If the driver waited for the lock, the first turn would last as long as the lock.
  expect(turns).toBeGreaterThan(20);
  expect(await revoked).toBe(true);
  const key = { ...stored.key, name: 'renamed', revokedAt: new Date(0) };
  expect(await found()).toEqual(verifiable({ ...stored, key }));
});

it('F09 a find sees what another process has committed, and nothing else of it', async () => {
  const { file, find, found, stored } = await sharedStorage();
  const statements = 'begin immediate; update postern_key set revoked_at = 0';
  const { commit, committed } = await beginElsewhere(file, statements);
  expect(find()).toEqual(new Map([[stored.key.id, verifiable(stored)]]));
  commit();
  await committed;
  expect(await found()).toMatchObject({ key: { revokedAt: new Date(0) } });
});

it('F09 a transaction in which another process reads neither delays a revocation nor hides it', async () => {
  const { file, found, revoke } = await sharedStorage({ busyDeadlineMs: 1_000 });
  await beginElsewhere(file, 'begin; select count(*) from postern_key');
  expect(await revoke()).toBe(true);
  expect(await found()).toMatchObject({ key: { revokedAt: new Date(0) } });
});
