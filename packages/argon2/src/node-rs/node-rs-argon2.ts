import { hash, verify } from '@node-rs/argon2';
import type { Argon2Engine } from '../argon2-engine.js';

/** `Algorithm.Argon2id` and `Version.V0x13`: the package declares these enums, but does not export their values. */
const argon2id = 2;
const version19 = 1;

/**
 * An engine that uses the package `@node-rs/argon2`, which you install yourself.
 *
 * @example
 * const hasher = argon2Hasher({ engine: nodeRsArgon2 });
 */
export const nodeRsArgon2: Argon2Engine = {
  hash: (token, { memoryKiB: memoryCost, passes: timeCost, lanes: parallelism }) =>
    hash(token, {
      algorithm: argon2id,
      version: version19,
      outputLen: 32,
      memoryCost,
      timeCost,
      parallelism,
    }),
  verify: (encoded, token) => verify(encoded, token),
};
