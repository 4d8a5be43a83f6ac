import type { Argon2Parameters } from './phc-string.js';

/**
 * Computes Argon2id in native code, on libuv's threads. All engines produce the same PHC strings and verify those of
 * the others, so a service may change its engine at any time. `argon2Hasher` never passes an engine a hash whose
 * parameters exceed its limits, or that it can't parse.
 */
export interface Argon2Engine {
  /** Creates a PHC string of version 19, with a salt of 16 random bytes and a tag of 32 bytes. */
  hash(token: string, parameters: Argon2Parameters): Promise<string>;
  /**
   * Checks whether the PHC string was made from this token, in constant time. The order of the parameters is that of
   * the libraries, and the reverse of `Hasher.verify`.
   */
  verify(hash: string, token: string): Promise<boolean>;
}
