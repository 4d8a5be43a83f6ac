import type { EncodedHash } from '../model/api-key.js';

/**
 * Creates and verifies slow, salted hashes of whole tokens.
 *
 * For implementers:
 * - No error may quote the token, whole or in part.
 * - Check the parameters in a stored hash *before* any work. If they exceed your limits, or the hash is not one of
 *   yours, throw `ERR_HASH_UNREADABLE` rather than return `false`.
 */
export interface Hasher {
  /** How many hashes may be computed at the same time without starving the rest of the process; 1 or more. */
  readonly concurrency: number;

  /**
   * Creates a hash with its own salt, so two hashes of one token differ. It must be 1 to 512 characters of printable
   * ASCII, so that every repository can store it.
   */
  hash(token: string): Promise<EncodedHash>;

  /** Checks whether the hash was created from this token. Rejects with `ERR_HASH_UNREADABLE` if it can't tell. */
  verify(token: string, hash: EncodedHash): Promise<boolean>;

  /** Checks whether the hash was created with other parameters than `hash` uses now. Never throws. */
  needsRehash(hash: EncodedHash): boolean;
}
