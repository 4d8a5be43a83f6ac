import { hash, argon2id as type, verify } from 'argon2';
import type { Argon2Parameters } from './phc-string.js';

/**
 * Computes Argon2id in native code, on libuv's threads. All engines produce the same PHC strings and verify those of
 * the others, so a service may change its engine at any time. `argon2Hasher` never passes an engine a hash whose
 * parameters exceed its limits.
 */
export interface Argon2Engine {
  /** Creates a PHC string of version 19, with a salt of 16 random bytes and a tag of 32 bytes. */
  hash(token: string, parameters: Argon2Parameters): Promise<string>;
  /**
   * Checks whether the PHC string was made from this token, in constant time. The order of the parameters is that of
   * both libraries, and the reverse of `Hasher.verify`.
   */
  verify(hash: string, token: string): Promise<boolean>;
}

/** The default engine: the reference implementation, through the package `argon2`. */
export const nodeArgon2: Argon2Engine = {
  hash: (token, { memoryKiB: memoryCost, passes: timeCost, lanes: parallelism }) =>
    hash(token, { type, version: 0x13, hashLength: 32, memoryCost, timeCost, parallelism }),
  verify: (encoded, token) => verify(encoded, token),
};
