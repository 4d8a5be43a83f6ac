import { PosternError } from '@postern/core';
import { type Hasher, requireWholeNumber } from '@postern/core/ports';

/** The options of `measureHasher`. */
export interface MeasureOptions {
  /**
   * How long to measure, in milliseconds. Verifications that are running by then are still finished. Default: 1,000.
   */
  readonly durationMs?: number;
  /**
   * How many verifications run at the same time. Default: the hasher's `concurrency`, which a service never exceeds.
   */
  readonly concurrency?: number;
}

/** How fast a hasher is on this machine, next to everything else that is running there. */
export interface HasherMeasurement {
  /** The total of all that run at the same time. */
  readonly verificationsPerSecond: number;
  /** The mean duration of one verification in milliseconds, while the others are running. */
  readonly millisecondsPerVerification: number;
  readonly concurrency: number;
  /** How many verifications were measured. */
  readonly verifications: number;
}

/**
 * Measures how many verifications per second a hasher can do on this machine, with its own parameters. It keeps the
 * threads for hashes busy, so call it before the service accepts requests.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is not a whole number, 1 or more; `ERR_HASHER_UNAVAILABLE`
 * if the hasher does not verify its own hash.
 * @example
 * const { verificationsPerSecond } = await measureHasher(argon2Hasher());
 */
export async function measureHasher(
  hasher: Hasher,
  { durationMs = 1_000, concurrency = hasher.concurrency }: MeasureOptions = {},
): Promise<HasherMeasurement> {
  const of = 'measureHasher';
  requireWholeNumber(durationMs, { of, name: 'durationMs' });
  requireWholeNumber(concurrency, { of, name: 'concurrency' });
  // As long as a token.
  const token = 'user.not-a-token'.padEnd(70, '-');
  const hash = await hasher.hash(token);
  const start = performance.now();
  let verifications = 0;

  async function verifyInTurn(): Promise<void> {
    while (performance.now() - start < durationMs) {
      if (!(await hasher.verify(token, hash)))
        throw new PosternError(
          'ERR_HASHER_UNAVAILABLE',
          'measureHasher: the hasher does not verify its own hash',
        );
      verifications += 1;
    }
  }

  await Promise.all(Array.from({ length: concurrency }, verifyInTurn));
  const tookMs = performance.now() - start;
  return {
    verificationsPerSecond: (verifications * 1_000) / tookMs,
    millisecondsPerVerification: (tookMs * concurrency) / verifications,
    concurrency,
    verifications,
  };
}
