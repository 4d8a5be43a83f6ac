import { lookup } from 'node:dns/promises';
import { stat } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { argon2Hasher } from '@postern/argon2';
import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { memoryKeyRepository } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { wrongSecret } from './wrong-secret.js';

const ada = { kind: 'user', id: 'ada' } as const;

/** Operations that need one of libuv's threads, like a hash. */
const others = {
  files: () => stat(import.meta.filename),
  names: () => lookup('localhost'),
};

/** Returns the median time, in milliseconds. */
async function timeOf(work: () => Promise<unknown>, samples = 300): Promise<number> {
  const times: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times.sort((one, other) => one - other)[Math.floor(samples / 2)] ?? Number.NaN;
}

it('F08 500 concurrent cold verifications leave files, DNS and the event loop responsive', async () => {
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher: argon2Hasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: selfService(),
    limits: { hashQueueLength: 500, hashDeadlineMs: 60_000 },
  });
  const { token } = await keys.issue({ owner: ada, actor: ada, name: 'cold' });
  const idle = { files: await timeOf(others.files), names: await timeOf(others.names) };

  let settled = 0;
  const verifications = Array.from({ length: 500 }, async (_, index) => {
    await keys.verify(wrongSecret(token, index % 40));
    settled += 1;
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const underLoad = { files: await timeOf(others.files), names: await timeOf(others.names) };
  delay.disable();
  expect(settled).toBeLessThan(500);
  expect(underLoad.files).toBeLessThan(idle.files * 10);
  expect(underLoad.names).toBeLessThan(idle.names * 10);
  expect(delay.percentile(99) / 1e6).toBeLessThan(50);
  await Promise.all(verifications);
}, 60_000);
