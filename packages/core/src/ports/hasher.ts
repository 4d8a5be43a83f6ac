import type { EncodedHash } from '../model/api-key.js';

/**
 * Makes and verifies slow, salted hashes of whole tokens.
 *
 * To whoever implements it:
 * - No error may quote the token, whole or in part.
 * - Look at the parameters in a stored hash *before* any work: one outside your limits, or that is no hash of yours,
 *   is `ERR_HASH_UNREADABLE`, not `false`.
 */
export interface Hasher {
  /** How many hashes may be under way at once without starving the rest of the process; 1 or more. */
  readonly concurrency: number;

  /**
   * Creates a hash with its own salt, so two hashes of one token differ. It has 1 to 512 characters of printable ASCII, so
   * that every repository can store it.
   */
  hash(token: string): Promise<EncodedHash>;

  /** Says whether the hash was made of this token. Rejects with `ERR_HASH_UNREADABLE` where it can't tell. */
  verify(token: string, hash: EncodedHash): Promise<boolean>;

  /** Says whether the hash was made with other parameters than `hash` uses today. Never throws. */
  needsRehash(hash: EncodedHash): boolean;
}
