import type { UnreadableKey, VerifiableKey } from '../model/api-key.js';
import type { KeyId } from '../token/key-id.js';
import type { MaybePromise } from './maybe-promise.js';

/** What a lookup found for one key ID. */
export type FoundKey = VerifiableKey | UnreadableKey;

/**
 * Reads records for verification. It can't write, and it is all that verification gets of a repository.
 *
 * For implementers:
 * - Return what is committed at the time of the call and nothing older. This is what makes revocation immediate. A
 *   lagging replica can't do that, and neither can a cache. Records may be remembered only if each call asks the
 *   storage whether anything was committed since they were read, before it uses them.
 * - Don't take part in anyone else's transaction, and don't wait for one.
 * - Leave key IDs without a record out of the map. Return `{ unreadable: true }` for a record that can't be read; the
 *   others must not fail because of it.
 * - What you return belongs to the caller, who may change it: hand out copies of what you keep.
 * - Throw or reject if the storage does not answer. Return synchronously if you can: promises are expensive.
 */
export interface KeyLookup {
  /** Finds the records of 1 to 256 different key IDs. */
  find(ids: readonly KeyId[]): MaybePromise<ReadonlyMap<KeyId, FoundKey>>;
}
