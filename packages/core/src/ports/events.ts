import type { PosternErrorCode } from '../errors.js';
import type { Owner } from '../model/owner.js';
import type { RefusalReason } from '../model/refusal.js';
import type { KeyId } from '../token/key-id.js';

/** Something that happened. No event holds a token or a part of one. */
export type KeyEvent =
  /**
   * A request was refused, or a token was reported as leaked that is not one of this service. `keyId` is what the token
   * claims to be; it is verified only for `owner_inactive`, `wrong_kind` and `insufficient_scope`.
   */
  | {
      readonly type: 'refused';
      readonly reason: RefusalReason | 'no_credential' | 'ambiguous_request';
      readonly keyId?: KeyId;
    }
  /** A dependency failed. */
  | { readonly type: 'fault'; readonly code: PosternErrorCode; readonly error: Error; readonly keyId?: KeyId }
  /**
   * A key changed. The successor of a rotated key has an `issued` event of its own. A renewed hash only has an audit
   * entry (`rehashed`) and no event: no one decided it, and after a change of parameters it happens to every key in
   * use.
   */
  | {
      readonly type: 'issued' | 'renamed' | 'disabled' | 'enabled' | 'rotated' | 'revoked';
      readonly keyId: KeyId;
      readonly owner: Owner;
    }
  /**
   * A key's token was reported as leaked, and proven. At most once a day for each key, also if it had ended already;
   * `revoked` or `disabled` follows if the report ended it.
   */
  | { readonly type: 'leaked'; readonly keyId: KeyId; readonly owner: Owner }
  /** A key was offered, with the ID that it will have, or the offer was withdrawn. Claiming it emits `issued`. */
  | { readonly type: 'offered' | 'withdrawn'; readonly keyId: KeyId; readonly owner: Owner }
  /** Records of revoked keys were removed. */
  | { readonly type: 'purged'; readonly count: number }
  /**
   * A URL contained what looks like a token. Anyone who can read access logs may have it: find the caller and revoke
   * it.
   */
  | { readonly type: 'credential_in_url' }
  /** Recorded uses were dropped because too many were waiting to be written. */
  | { readonly type: 'uses_dropped'; readonly count: number };

/**
 * Listens to events.
 *
 * For implementers: `emit` is called in the middle of requests, synchronously, and its result is never awaited. Errors
 * are counted (`keys.counters().listenerFailures`) and otherwise ignored. An event about a request is emitted in that
 * request's `AsyncLocalStorage` context.
 */
export interface Events {
  emit(event: KeyEvent): void;
}
