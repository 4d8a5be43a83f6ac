// One of several processes that issue keys to the same owner, whose keys have a cap. With `attempts`, it issues that
// many at the same time and reports the outcome of each. Without, it issues, claims, disables, enables, rotates and
// revokes keys in loops until it is killed.
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { createApiKeys, eachOwner, TooManyKeysError } from '@postern/core';
import { insecureHasher } from '@postern/core/testing';
import { openStorage } from './open-storage.mjs';
import { seededRandom } from './seeded-random.mjs';

const { storage: description, cap, attempts, seed, defect } = JSON.parse(process.argv[2]);
const owner = { kind: 'user', id: 'ada' };
const actor = owner;

const storage = await openStorage(description);
const { repository } = storage;
const keys = createApiKeys({
  repository: { ...repository, ...(defect === 'counts first' && { insert: countFirst }) },
  hasher: insecureHasher(),
  owners: eachOwner(() => ({ active: true, permissions: [] })),
  policy: { decide: () => ({ ok: true }) },
  caps: { user: cap },
  // Deadlines are long, because the machine is busy.
  limits: { lookupDeadlineMs: 20_000, hashDeadlineMs: 20_000 },
});
// The first read opens the storage.
await keys.list({ owner, actor });
report({ event: 'ready' });
await new Promise((resolve) => process.stdin.once('data', resolve));

if (attempts === undefined) {
  await Promise.all([0, 1, 2].map((loop) => changeKeys(seededRandom(seed + loop))));
} else {
  const outcomes = await Promise.all(Array.from({ length: attempts }, issue));
  report({ event: 'issued', outcomes });
  await keys.close();
  await storage.close();
  process.exit();
}

/** Every third key is claimed, and every third is issued by a request that could be retried. */
async function issue(_, index) {
  try {
    if (index % 3 === 1)
      await keys.claim((await keys.offer({ owner, actor, name: 'offered' })).id, { actor });
    else
      await keys.issue({
        owner,
        actor,
        name: 'new',
        ...(index % 3 === 2 && { idempotencyKey: randomUUID() }),
      });
    return 'issued';
  } catch (error) {
    return error.code;
  }
}

async function changeKeys(random) {
  const expected = ['issued', 'ERR_TOO_MANY_KEYS'];
  for (let index = 0; ; index += 1) {
    const outcome = await issue(undefined, index);
    report({ event: 'done', outcome });
    if (!expected.includes(outcome)) throw new Error(`unexpected: ${outcome}`);
    if (outcome === 'issued' && random() < 0.5) continue;
    const { keys: found } = await keys.list({ owner, actor, state: random() < 0.8 ? 'live' : 'disabled' });
    const key = found[Math.floor(random() * found.length)];
    if (key !== undefined) await change(key, random()).catch(ignoreLost);
  }
}

async function change({ id, disabledAt }, choice) {
  if (disabledAt !== null) await keys.enable(id, { actor });
  else if (choice < 0.2) await keys.disable(id, { actor, reason: 'seen in a log' });
  else if (choice < 0.4) await keys.rotate(id, { actor, graceMs: 3_600_000 });
  else await keys.revoke(id, { actor });
}

/** Another loop or process was faster. */
function ignoreLost(error) {
  if (!['ERR_KEY_NOT_LIVE', 'ERR_TOO_MANY_KEYS'].includes(error.code)) throw error;
}

/** A deliberate defect: it counts, and then adds the record. */
async function countFirst(stored, entry, { max, now }) {
  const live = await repository.list({ owner, state: 'live', now, after: null, limit: 1_000 });
  if (live.length >= max) throw new TooManyKeysError(max);
  return repository.insert(stored, entry);
}

function report(line) {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
