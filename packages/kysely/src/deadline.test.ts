import { describe, expect, it } from 'vitest';
import { deadlineIn, type RetryOptions, retryUntil } from './deadline.js';

const busy = new Error('busy');
const full = new Error('full');

const options = (deadlineMs: number): RetryOptions => {
  const deadline = deadlineIn(deadlineMs);
  const mayRetry = (error: unknown) => error === busy;
  return { mayRetry, minPauseMs: 1, maxPauseMs: 50, minAttemptMs: 0, deadline: () => deadline };
};

describe('retryUntil', () => {
  it('attempts again after a transient error', async () => {
    let attempts = 0;
    const attempt = () => {
      attempts += 1;
      if (attempts < 3) throw busy;
      return 'done';
    };
    expect(await retryUntil(attempt, options(10_000))).toBe('done');
    expect(attempts).toBe(3);
  });

  it('does not attempt again after any other error', async () => {
    let attempts = 0;
    const attempt = async () => {
      attempts += 1;
      throw full;
    };
    await expect(retryUntil(attempt, options(10_000))).rejects.toBe(full);
    expect(attempts).toBe(1);
  });

  it('gives up at the deadline, and not before', async () => {
    const start = performance.now();
    await expect(retryUntil(() => Promise.reject(busy), options(40))).rejects.toBe(busy);
    expect(performance.now() - start).toBeGreaterThanOrEqual(40);
  });

  it.each([
    { minAttemptMs: 0, expected: 3 },
    { minAttemptMs: 3, expected: 2 },
    { minAttemptMs: 10, expected: 1 },
  ])(
    'makes $expected attempts if one needs $minAttemptMs ms and 4, 2 and 0 ms are left after each',
    async (given) => {
      const lefts = [4, 2, 0];
      let attempts = 0;
      const attempt = () => {
        attempts += 1;
        return Promise.reject(busy);
      };
      const deadline = () => ({ leftMs: () => lefts[attempts - 1] ?? 0 });
      const { minAttemptMs, expected } = given;
      await expect(retryUntil(attempt, { ...options(0), minAttemptMs, deadline })).rejects.toBe(busy);
      expect(attempts).toBe(expected);
    },
  );
});
