import { buildAuditEntry, buildStoredKey } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { temporaryStorage } from '../../test/temporary-storage.js';

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

it('F09 many writes at once leave turns of the event loop between them', async () => {
  const { migrate, repository } = temporaryStorage();
  await migrate();
  const keys = Array.from({ length: 20 }, () => buildStoredKey());
  const inserts = keys.map((stored) => repository.insert(stored, buildAuditEntry(stored.key)));
  expect(await turnsDuring(Promise.all(inserts))).toBeGreaterThanOrEqual(20);
});

it('F09 so do many uses in one call', async () => {
  const { migrate, repository } = temporaryStorage();
  await migrate();
  const uses = Array.from({ length: 1_000 }, () => ({ keyId: buildStoredKey().key.id, at: new Date() }));
  expect(await turnsDuring(repository.recordUses(uses))).toBeGreaterThanOrEqual(10);
});
