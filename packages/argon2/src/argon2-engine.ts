import { hash, argon2id as type, verify } from 'argon2';
import type { Argon2Parameters } from './phc-string.js';

/**
 * Computes Argon2id in native code, on libuv's threads. Each engine makes the same PHC strings and verifies those of the
 * others, so a service may change its engine at any time. It is asked about no hash whose parameters are beyond the
 * limits of `argon2Hasher`.
 */
export interface Argon2Engine {
  /** Makes a PHC string of version 19, with a salt of 16 random bytes and a tag of 32 bytes. */
  hash(token: string, parameters: Argon2Parameters): Promise<string>;
  /** Says whether the PHC string was made of this token; compares in constant time. */
  verify(hash: string, token: string): Promise<boolean>;
}

/** The default: the reference implementation, by the package `argon2`. */
export const nodeArgon2: Argon2Engine = {
  hash: (token, { memoryKiB: memoryCost, passes: timeCost, lanes: parallelism }) =>
    hash(token, { type, version: 0x13, hashLength: 32, memoryCost, timeCost, parallelism }),
  verify: (encoded, token) => verify(encoded, token),
};
