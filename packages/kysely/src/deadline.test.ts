import { describe, expect, it } from 'vitest';
import { deadlineIn, type RetryOptions, retryUntil } from './deadline.js';

const busy = new Error('busy');
const full = new Error('full');

const options = (deadlineMs: number, attemptsAtDeadline = true): RetryOptions => {
  const deadline = deadlineIn(deadlineMs);
  const isTransient = (error: unknown) => error === busy;
  return { isTransient, minPauseMs: 1, maxPauseMs: 50, attemptsAtDeadline, deadline: () => deadline };
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
    { attemptsAtDeadline: true, expected: 2 },
    { attemptsAtDeadline: false, expected: 1 },
  ])(
    'with attemptsAtDeadline: $attemptsAtDeadline and too little time for a pause, makes $expected attempts',
    async ({ attemptsAtDeadline, expected }) => {
      const lefts = [0.4, 0];
      let attempts = 0;
      const attempt = () => {
        attempts += 1;
        return Promise.reject(busy);
      };
      const deadline = () => ({ leftMs: () => lefts[attempts - 1] ?? 0 });
      await expect(retryUntil(attempt, { ...options(0), attemptsAtDeadline, deadline })).rejects.toBe(busy);
      expect(attempts).toBe(expected);
    },
  );
});
