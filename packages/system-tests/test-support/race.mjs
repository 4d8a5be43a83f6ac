// One process of a race: it verifies tokens in loops or revokes them one by one, depending on its role.
// Instants are nanoseconds of the system's monotonic clock, which all processes share, since the start of the test.
import { argon2Hasher } from '@postern/argon2';
import { createApiKeys, eachOwner } from '@postern/core';
import { insecureHasher } from '@postern/core/testing';
import { countQuestions } from './count-questions.mjs';
import { monotonicNs } from './monotonic-clock.mjs';
import { openByHand, openStorage } from './open-storage.mjs';
import { seededRandom } from './seeded-random.mjs';

/** How many verifications are under way at any time in each process. */
const loops = 3;

/** Which keys are revoked by hand, with a statement that doesn't go through Postern: every fifth. */
const isRevokedByHand = (index) => index % 5 === 4;

process.on('message', (message) => {
  if (message.role === 'revoke') void revokeAll(message);
  if (message.role === 'verify') void verifyInLoops(message);
});

async function revokeAll({ storage: description, keyIds, everyMs, origin }) {
  const { keys, storage, now } = await service({ description, origin });
  const byHand = await openByHand(description);
  process.send({ event: 'ready' });
  await once('go');
  const begun = new Float64Array(keyIds.length);
  const resolved = new Float64Array(keyIds.length);
  for (const [index, keyId] of keyIds.entries()) {
    process.send({ event: 'next', index });
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    begun[index] = now();
    if (isRevokedByHand(index)) await byHand.revoke(keyId);
    else await keys.revoke(keyId, { actor: { kind: 'system', id: 'race' } });
    resolved[index] = now();
  }
  await byHand.close();
  await storage.close();
  process.send({ event: 'revoked', begun: sent(begun), resolved: sent(resolved) }, () =>
    process.disconnect(),
  );
}

async function verifyInLoops(options) {
  const { storage: description, seed, tokens, ...parts } = options;
  const { driver } = description;
  const questions = driver === undefined ? { versions: 0, rows: 0 } : countQuestions(driver);
  const { keys, storage, now, flushes } = await service({ description, ...parts });
  const log = { key: [], started: [], ended: [], accepted: [], faults: 0 };
  const random = seededRandom(seed);
  let current = 0;
  let isOver = false;

  async function verify(index) {
    const started = now();
    try {
      const { ok } = await keys.verify(tokens[index]);
      log.ended.push(now());
      log.key.push(index);
      log.started.push(started);
      log.accepted.push(ok ? 1 : 0);
    } catch {
      log.faults += 1;
    }
  }

  async function loop() {
    while (!isOver) await verify(nearCurrent());
  }

  /**
   * Returns the index of the key that is being revoked, or of a neighbour. Most neighbours were revoked just before.
   */
  function nearCurrent() {
    const index = random() < 0.6 ? current : current + Math.floor(random() * 5) - 3;
    return Math.min(Math.max(index, 0), tokens.length - 1);
  }

  process.on('message', ({ event, index }) => {
    if (event === 'next') current = index;
    if (event === 'over') isOver = true;
  });
  for (const index of tokens.keys()) await verify(index);
  process.send({ event: 'ready' });
  await once('go');
  await Promise.all(Array.from({ length: loops }, loop));
  for (const index of tokens.keys()) await verify(index);
  await keys.close();
  await storage.close();
  const { key, started, ended, accepted, faults } = log;
  process.send(
    {
      event: 'verified',
      faults,
      questions,
      flushes: flushes(),
      key: sent(Uint32Array.from(key)),
      started: sent(Float64Array.from(started)),
      ended: sent(Float64Array.from(ended)),
      accepted: sent(Uint8Array.from(accepted)),
    },
    () => process.disconnect(),
  );
}

async function service({ description, origin, hasher, rememberedProofs, flushEveryMs, staleMs }) {
  const storage = await openStorage(description);
  const { repository } = storage;
  let flushes = 0;
  const keys = createApiKeys({
    repository: {
      ...repository,
      ...(staleMs !== undefined && { find: stale(repository, staleMs) }),
      async recordUses(uses) {
        await repository.recordUses(uses);
        flushes += 1;
      },
    },
    hasher: hasher === 'argon2' ? argon2Hasher({ memoryKiB: 8, passes: 1 }) : insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: { decide: () => ({ ok: true }) },
    limits: {
      rememberedProofs,
      // Each flush writes the uses of all keys that were verified since the last one.
      useFlushIntervalMs: flushEveryMs,
      useWriteIntervalMs: 0,
      // Deadlines are long, because the machine is busy.
      lookupDeadlineMs: 20_000,
      hashDeadlineMs: 20_000,
    },
  });
  const now = () => Number(monotonicNs() - BigInt(origin));
  return { keys, storage, now, flushes: () => flushes };
}

/** What Bun sends to Node is JSON. */
function sent(numbers) {
  return process.versions.bun === undefined ? numbers : [...numbers];
}

/** A deliberate defect: a repository that caches records for a while. */
function stale({ find }, staleMs) {
  const cache = new Map();
  return async (ids) => {
    const found = new Map();
    for (const id of ids) {
      const known = cache.get(id);
      const isFresh = known !== undefined && performance.now() - known.at < staleMs;
      const record = isFresh ? known.record : (await find([id])).get(id);
      if (!isFresh) cache.set(id, { at: performance.now(), record });
      if (record !== undefined) found.set(id, record);
    }
    return found;
  };
}

function once(event) {
  return new Promise((resolve) => {
    process.on('message', (message) => message.event === event && resolve());
  });
}
