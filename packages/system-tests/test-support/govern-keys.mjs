// One of several processes that, at the same time, report the same leaked tokens, use other keys, and disable unused
// ones, until all is done or it is killed. Then it reports how often each event was emitted, and how many keys it
// changed.
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createApiKeys, eachOwner } from '@postern/core';
import { insecureHasher } from '@postern/core/testing';
import { openStorage } from './open-storage.mjs';
import { seededRandom } from './seeded-random.mjs';

const options = JSON.parse(process.argv[2]);
const { storage: description, leaked, copies, used, unusedSince, seed, defect } = options;

const events = {};
let disabled = 0;
let ended = 0;
const storage = await openStorage(description);
const { repository } = storage;
const keys = createApiKeys({
  repository: {
    ...repository,
    listAll: listSlowly,
    ...(defect === 'ignores uses' && { disable: ignoreUses }),
  },
  hasher: insecureHasher(),
  owners: eachOwner(() => ({ active: true, permissions: [] })),
  policy: { decide: () => ({ ok: true }) },
  leaks: { team: { response: 'disable' } },
  events: {
    emit({ type, keyId }) {
      events[`${type} ${keyId}`] = (events[`${type} ${keyId}`] ?? 0) + 1;
    },
  },
  // Uses are written all the time. Deadlines are long, because the machine is busy.
  limits: { useFlushIntervalMs: 3, useWriteIntervalMs: 0, lookupDeadlineMs: 20_000, hashDeadlineMs: 20_000 },
});
// The first read opens the storage.
await repository.get('0'.repeat(16));
report({ event: 'ready' });
await new Promise((resolve) => process.stdin.once('data', resolve));
await Promise.all([useAll(), disableUnused(), reportAll()]);
await keys.close();
await storage.close();
report({ event: 'governed', events, disabled, ended });
process.exit();

/** Reports each token several times at the same time. */
async function reportAll() {
  for (const token of leaked) {
    const reports = Array.from({ length: copies }, () => keys.reportLeak(token, { source: 'a race' }));
    for (const { changed } of await Promise.all(reports)) if (changed) ended += 1;
  }
}

async function useAll() {
  const random = seededRandom(seed);
  for (const token of used.toSorted(() => random() - 0.5)) {
    await keys.verify(token);
    await pause(1);
  }
}

async function disableUnused() {
  for (let run = 0; run < 2; run += 1) {
    const since = new Date(unusedSince);
    disabled += (await keys.disableUnused({ actor: { kind: 'system', id: 'job' }, unusedSince: since }))
      .disabled;
  }
}

/** Leaves time for uses between the list and the changes, as a slow network does. */
async function listSlowly(query) {
  const page = await repository.listAll(query);
  await pause(15);
  return page;
}

/** A deliberate defect: it disables a key whatever its last use is. */
function ignoreUses({ lastUsedAt: _, ...disabling }, entry) {
  return repository.disable(disabling, entry);
}

function report(line) {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
