import { buildAuditEntry, buildStoredKey } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { databaseOn } from '../../test-support/sqlite-under-test.js';
import { foreignConnection, temporaryFile, temporaryStorage } from '../../test-support/temporary-storage.js';

/** How many turns of the event loop pass before the work is done. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let done = false;
  const counted = work.finally(() => {
    done = true;
  });
  while (!done) {
    await new Promise((resolve) => setImmediate(resolve));
    turns += 1;
  }
  await counted;
  return turns;
}

it('F09 concurrent writes leave turns of the event loop between them', async () => {
  const { migrate, repository } = temporaryStorage();
  await migrate();
  const keys = Array.from({ length: 20 }, () => buildStoredKey());
  const inserts = keys.map((stored) => repository.insert(stored, buildAuditEntry(stored.key)));
  expect(await turnsDuring(Promise.all(inserts))).toBeGreaterThanOrEqual(20);
});

it('F09 the statements of one recordUses leave turns of the event loop between them', async () => {
  const { migrate, repository } = temporaryStorage();
  await migrate();
  const uses = Array.from({ length: 1_000 }, () => ({ keyId: buildStoredKey().key.id, at: new Date() }));
  expect(await turnsDuring(repository.recordUses(uses))).toBeGreaterThanOrEqual(10);
});

it('a write transaction has the write lock before any work runs', async () => {
  const file = temporaryFile();
  const host = foreignConnection(file);
  host.exec('pragma journal_mode = wal; begin immediate');
  const database = databaseOn({ file, busyDeadlineMs: 30 });
  let ran = false;
  const written = database.write(async () => {
    ran = true;
  });
  await expect(written).rejects.toMatchObject({ code: 'ERR_REPOSITORY_UNAVAILABLE' });
  expect(ran).toBe(false);
  await database.close();
});
