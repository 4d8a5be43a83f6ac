import { PosternError } from '@postern/core';
import type { Hasher } from '@postern/core/ports';

/** How `measureHasher` measures. */
export interface MeasureOptions {
  /** For how long, in milliseconds; what is under way then is still finished. Default 1,000. */
  readonly durationMs?: number;
  /** How many verifications at once. Default: the hasher's `concurrency`, which a service never goes beyond. */
  readonly concurrency?: number;
}

/** What a hasher does on this machine, beside whatever else runs there. */
export interface HasherMeasurement {
  /** Of all that are under way together. */
  readonly verificationsPerSecond: number;
  /** How long one takes in milliseconds while the others are under way: the mean. */
  readonly millisecondsPerVerification: number;
  readonly concurrency: number;
  /** How many verifications were measured. */
  readonly verifications: number;
}

/**
 * Measures how many verifications a second a hasher makes on this machine, with the parameters that it has. It keeps the
 * threads of hashes busy meanwhile, so call it before the service serves.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` where an option is no whole number of 1 or more; `ERR_HASHER_UNAVAILABLE`
 * where the hasher does not verify its own hash.
 * @example
 * const { verificationsPerSecond } = await measureHasher(argon2Hasher());
 */
export async function measureHasher(
  hasher: Hasher,
  { durationMs = 1_000, concurrency = hasher.concurrency }: MeasureOptions = {},
): Promise<HasherMeasurement> {
  requireCount(durationMs, 'durationMs');
  requireCount(concurrency, 'concurrency');
  // Of the length of a token.
  const token = 'user.not-a-token'.padEnd(70, '-');
  const hash = await hasher.hash(token);
  const start = performance.now();
  let verifications = 0;

  async function verifyInTurn(): Promise<void> {
    while (performance.now() - start < durationMs) {
      if (!(await hasher.verify(token, hash)))
        throw new PosternError('ERR_HASHER_UNAVAILABLE', 'measureHasher: the hasher refuses its own hash');
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

function requireCount(value: number, name: string): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new PosternError('ERR_INVALID_CONFIG', `measureHasher: ${name} must be a whole number of 1 or more`);
}
