import { stat } from 'node:fs/promises';
import { argon2Hasher } from '@postern/argon2';
import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { memoryKeyRepository } from '@postern/core/testing';
import { expect, it } from 'vitest';
import { wrongSecret } from './wrong-secret.js';

const ada = { kind: 'user', id: 'ada' } as const;

/** The median time of a `stat`, in milliseconds: it needs one of libuv's threads. */
async function statTime(samples: number): Promise<number> {
  const times: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const started = performance.now();
    await stat(import.meta.filename);
    times.push(performance.now() - started);
  }
  return times.sort((one, other) => one - other)[Math.floor(samples / 2)] ?? Number.NaN;
}

it('F08 500 cold verifications at once leave files and the event loop responsive', async () => {
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher: argon2Hasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: selfService(),
    limits: { hashQueueLength: 500, hashDeadlineMs: 60_000 },
  });
  const { token } = await keys.issue({ owner: ada, actor: ada, name: 'cold' });
  const idle = await statTime(500);

  let settled = 0;
  const verifications = Array.from({ length: 500 }, async (_, index) => {
    await keys.verify(wrongSecret(token, index % 40));
    settled += 1;
  });
  const underLoad = await statTime(500);
  expect(settled).toBeLessThan(500);
  expect(underLoad).toBeLessThan(idle * 10);
  await Promise.all(verifications);
}, 60_000);
