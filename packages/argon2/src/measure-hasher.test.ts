import type { Hasher } from '@postern/core/ports';
import { insecureHasher } from '@postern/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { argon2Hasher } from './argon2-hasher.js';
import { measureHasher } from './measure-hasher.js';

/** A hasher that takes this long for each verification, on a clock that the test advances. */
function slowHasher(ms: number, given: Partial<Hasher> = {}): Hasher {
  const sound = insecureHasher();
  return {
    ...sound,
    concurrency: 2,
    verify: async (token, hash) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return sound.verify(token, hash);
    },
    ...given,
  };
}

describe('measureHasher', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  async function measured(...given: Parameters<typeof measureHasher>) {
    const measurement = measureHasher(...given);
    await vi.advanceTimersByTimeAsync(10_000);
    return measurement;
  }

  it("measures for a second, with the hasher's concurrency", async () => {
    expect(await measured(slowHasher(10))).toEqual({
      verificationsPerSecond: 200,
      millisecondsPerVerification: 10,
      concurrency: 2,
      verifications: 200,
    });
  });

  it('measures for the given time, with the given concurrency', async () => {
    expect(await measured(slowHasher(20), { durationMs: 2_000, concurrency: 4 })).toMatchObject({
      verificationsPerSecond: 200,
      millisecondsPerVerification: 20,
      concurrency: 4,
      verifications: 400,
    });
  });

  it('finishes the verifications that are running at the end, and counts their time', async () => {
    expect(await measured(slowHasher(300), { durationMs: 1_000, concurrency: 1 })).toMatchObject({
      verificationsPerSecond: 4 / 1.2,
      verifications: 4,
    });
  });

  it('fails if the hasher does not verify its own hash', async () => {
    const measurement = measureHasher(slowHasher(10, { verify: async () => false }));
    await expect(measurement).rejects.toMatchObject({ code: 'ERR_HASHER_UNAVAILABLE' });
  });

  it.each([
    { durationMs: 0 },
    { durationMs: 0.5 },
    { durationMs: Number.POSITIVE_INFINITY },
    { concurrency: 0 },
  ])('refuses %o', async (options) => {
    await expect(measureHasher(slowHasher(1), options)).rejects.toMatchObject({ code: 'ERR_INVALID_CONFIG' });
  });
});

it('measureHasher measures Argon2id', async () => {
  const cheap = argon2Hasher({ memoryKiB: 8, passes: 1 });
  const { verificationsPerSecond, verifications } = await measureHasher(cheap, { durationMs: 20 });
  expect(verifications).toBeGreaterThan(0);
  expect(verificationsPerSecond).toBeGreaterThan(0);
});
