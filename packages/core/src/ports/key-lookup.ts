import type { UnreadableKey, VerifiableKey } from '../model/api-key.js';
import type { KeyId } from '../token/key-id.js';
import type { MaybePromise } from './maybe-promise.js';

/** What a lookup found for one key ID. */
export type FoundKey = VerifiableKey | UnreadableKey;

/**
 * Reads records for verification. It can't write, and verification depends on it alone.
 *
 * To whoever implements it:
 * - Answer with what is committed at the time of the call: nothing older, from no cache and no lagging replica.
 *   Revocation is immediate because of this.
 * - Run in no transaction but your own, and wait for nobody else's.
 * - A key ID without a record is missing from the map. A record that can't be understood is
 *   `{ unreadable: true }`; it must not fail the others.
 * - Throw, or reject, when the storage does not answer. Answer directly where you can: a promise costs.
 */
export interface KeyLookup {
  /** Finds the records of 1 to 256 different key IDs. */
  find(ids: readonly KeyId[]): MaybePromise<ReadonlyMap<KeyId, FoundKey>>;
}
