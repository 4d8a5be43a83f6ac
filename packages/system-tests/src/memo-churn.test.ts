import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { beforeAll, expect, it } from 'vitest';

const ada = { kind: 'user', id: 'ada' } as const;
const remembered = 1_000;

const tokens: string[] = [];
let hashed = 0;
const hasher = insecureHasher();
const keys = createApiKeys({
  repository: memoryKeyRepository(),
  hasher: {
    ...hasher,
    verify(token, hash) {
      hashed += 1;
      return hasher.verify(token, hash);
    },
  },
  owners: eachOwner(() => ({ active: true, permissions: [] })),
  policy: selfService(),
  limits: { rememberedProofs: remembered, pendingUses: remembered, hashQueueLength: 100_000 },
});

/** Verifies some tokens, 100 at a time, and returns how many hashes that took. */
async function hashesFor(some: readonly string[]): Promise<number> {
  const before = hashed;
  for (let from = 0; from < some.length; from += 100) {
    const verifications = await Promise.all(some.slice(from, from + 100).map((token) => keys.verify(token)));
    expect(verifications.filter(({ ok }) => !ok)).toEqual([]);
  }
  return hashed - before;
}

beforeAll(async () => {
  const issue = async () => (await keys.issue({ owner: ada, actor: ada, name: 'one of many' })).token;
  // Not all at the same time: the garbage collector would take longer than the keys.
  while (tokens.length < 100_000) tokens.push(...(await Promise.all(Array.from({ length: 500 }, issue))));
}, 60_000);

it('F05 memory in use does not grow while 100,000 distinct valid keys are verified', async () => {
  await hashesFor(tokens.slice(0, 10_000));
  const before = memoryInUse();
  await hashesFor(tokens.slice(10_000));
  // The minimum size of 90,000 proofs of 32 bytes.
  expect(memoryInUse() - before).toBeLessThan(90_000 * 32);
}, 60_000);

it('F05 a key in use stays proven while 100,000 others are verified, and so do the most recent of them', async () => {
  const [inUse = '', ...others] = tokens;
  await hashesFor([inUse]);
  for (let from = 0; from < others.length; from += remembered / 2) {
    await hashesFor(others.slice(from, from + remembered / 2));
    expect(await hashesFor([inUse])).toBe(0);
  }
  expect(await hashesFor(others.slice(-remembered / 2))).toBe(0);
  expect(await hashesFor(others.slice(0, remembered))).toBe(remembered);
}, 60_000);

/** Returns the bytes in use in the heap and outside of it, where buffers are, after a full garbage collection. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
