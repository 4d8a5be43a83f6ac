import { describe, expect, it } from 'vitest';
import { isBusy, retryWhileBusy } from './busy.js';

const failure = (code: string) => Object.assign(new Error('of the driver'), { code });

describe('isBusy', () => {
  it.each([
    ['SQLITE_BUSY', true],
    ['SQLITE_BUSY_RECOVERY', true],
    ['SQLITE_BUSY_SNAPSHOT', true],
    ['SQLITE_BUSY_TIMEOUT', true],
    ['SQLITE_LOCKED', true],
    ['SQLITE_LOCKED_SHAREDCACHE', true],
    ['SQLITE_READONLY', false],
    ['SQLITE_BUSYBODY', false],
    ['ERR_SQLITE_BUSY', false],
  ])('%s: %s', (code, busy) => {
    expect(isBusy(failure(code))).toBe(busy);
  });

  it.each([undefined, null, 'SQLITE_BUSY', { code: 'SQLITE_BUSY' }, new Error('SQLITE_BUSY')])(
    '%o: false',
    (error) => {
      expect(isBusy(error)).toBe(false);
    },
  );
});

describe('retryWhileBusy', () => {
  it('attempts again until it is not busy', async () => {
    let attempts = 0;
    const attempt = () => {
      attempts += 1;
      if (attempts < 3) throw failure('SQLITE_BUSY');
      return 'done';
    };
    expect(await retryWhileBusy(attempt, 10_000)).toBe('done');
    expect(attempts).toBe(3);
  });

  it('attempts nothing else again', async () => {
    let attempts = 0;
    const attempt = async () => {
      attempts += 1;
      throw failure('SQLITE_FULL');
    };
    await expect(retryWhileBusy(attempt, 10_000)).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    expect(attempts).toBe(1);
  });

  it('gives up at the deadline, and not before', async () => {
    const start = performance.now();
    const attempt = () => Promise.reject(failure('SQLITE_BUSY'));
    await expect(retryWhileBusy(attempt, 40)).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    expect(performance.now() - start).toBeGreaterThanOrEqual(40);
  });
});
