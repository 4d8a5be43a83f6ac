import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { argon2Hasher } from '@postern/argon2';
import { createApiKeys, eachOwner } from '@postern/core';
import { memoryKeyRepository } from '@postern/core/testing';
import { leakHandler, nodeListener } from '@postern/management';
import { expect, it, onTestFinished } from 'vitest';

const [ada, grace] = [
  { kind: 'user', id: 'ada' },
  { kind: 'user', id: 'grace' },
] as const;

/** A hasher that counts the verifications that it has run, and how many ran at the same time. */
function countingHasher() {
  const inner = argon2Hasher({ memoryKiB: 8 * 1_024 });
  const counts = { verified: 0, running: 0, most: 0 };
  const hasher: typeof inner = {
    ...inner,
    async verify(token, hash) {
      counts.running += 1;
      counts.most = Math.max(counts.most, counts.running);
      try {
        return await inner.verify(token, hash);
      } finally {
        counts.running -= 1;
        counts.verified += 1;
      }
    },
  };
  return { hasher, counts };
}

it('L04 reports of real, dead tokens over HTTP delay no verification by more than a hash', async () => {
  const { hasher, counts } = countingHasher();
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher,
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: { decide: () => ({ ok: true }) },
  });
  const server = createServer(nodeListener(leakHandler(keys))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/leaked-keys`;
  const issue = (owner: typeof ada | typeof grace) => keys.issue({ owner, actor: ada, name: 'CI' });

  const dead = await Promise.all(Array.from({ length: 20 }, () => issue(ada)));
  const [warm, ...cold] = await Promise.all(Array.from({ length: 6 }, () => issue(grace)));
  await keys.verify(warm?.token ?? '');
  await keys.revokeAll({ owner: ada, actor: ada, reason: 'for a test' });
  counts.most = 0;

  let isOver = false;
  const statuses: number[] = [];
  const tokens = dead.map(({ token }) => token);
  const flood = Array.from({ length: 20 }, async (_, first) => {
    const body = JSON.stringify({ tokens: [...tokens.slice(first), ...tokens.slice(0, first)] });
    const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body };
    while (!isOver) {
      const { status } = await fetch(url, init);
      statuses.push(status);
      // The response says so, in Retry-After.
      if (status === 503) await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
  const before = counts.verified;
  while (counts.verified < before + 3) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(counts.most).toBe(1);

  for (const { token } of cold) {
    const hashes = counts.verified;
    expect(await keys.verify(warm?.token ?? '')).toMatchObject({ ok: true });
    expect(counts.verified).toBeLessThanOrEqual(hashes + 1);
    const atStart = counts.verified;
    expect(await keys.verify(token)).toMatchObject({ ok: true });
    // Its own, the one that was running, and at most one that started next to it for each of the other slots.
    expect(counts.verified - atStart).toBeLessThanOrEqual(3);
  }
  isOver = true;
  await Promise.all(flood);
  expect(new Set(statuses)).toEqual(new Set([202, 503]));
}, 60_000);
