import { expect, it } from 'vitest';
import { deferred, never } from '../../test-support/deferred.js';
import { buildStoredKey, settableClock } from '../testing/index.js';
import { unsharedQueue } from './hash-queue.js';

const keyId = buildStoredKey().key.id;

it('unsharedQueue runs every job immediately, however many are running', async () => {
  const { runProof, runNewKey, runReport } = unsharedQueue({ clock: settableClock(), deadlineMs: 1_000 });
  for (let count = 0; count < 100; count += 1) void runProof(keyId, never);
  const { promise, resolve } = deferred<string>();
  const job = () => promise;
  const running = [runProof(keyId, job), runNewKey('ada', job), runReport('GitHub', job)];
  resolve('done');
  expect(await Promise.all(running)).toEqual(new Array(3).fill({ ok: true, value: 'done' }));
});

it('unsharedQueue refuses a job at its deadline', async () => {
  const clock = settableClock();
  const running = unsharedQueue({ clock, deadlineMs: 1_000 }).runProof(keyId, never);
  clock.advance(1_000);
  expect(await running).toEqual({ ok: false, retryAfterMs: 1_000 });
});

it('unsharedQueue rejects if the job does', async () => {
  const { runProof } = unsharedQueue({ clock: settableClock(), deadlineMs: 1_000 });
  await expect(runProof(keyId, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});
