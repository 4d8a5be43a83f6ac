import type { PosternErrorCode } from '../errors.js';
import type { Owner } from '../model/owner.js';
import type { RefusalReason } from '../model/refusal.js';
import type { KeyId } from '../token/key-id.js';

/** Tells of something that happened. No event holds a token or a part of one. */
export type KeyEvent =
  /**
   * A request was refused. `keyId` is what the token claimed; it is proven with `owner_inactive`, `wrong_kind` and
   * `insufficient_scope` only.
   */
  | {
      readonly type: 'refused';
      readonly reason: RefusalReason | 'no_credential' | 'ambiguous_request';
      readonly keyId?: KeyId;
    }
  /** A part below did not do its work. */
  | { readonly type: 'fault'; readonly code: PosternErrorCode; readonly error: Error; readonly keyId?: KeyId }
  /**
   * A key changed. What was rotated has a successor, which an event `issued` of its own tells of. A hash that was renewed is
   * told by its audit entry (`rehashed`) alone: nobody decided it, and after a change of parameters it happens to each key
   * that is in use.
   */
  | {
      readonly type: 'issued' | 'renamed' | 'disabled' | 'enabled' | 'rotated' | 'revoked';
      readonly keyId: KeyId;
      readonly owner: Owner;
    }
  /** A key was offered, under the ID that it will have, or that offer was withdrawn. A claim is told as `issued`. */
  | { readonly type: 'offered' | 'withdrawn'; readonly keyId: KeyId; readonly owner: Owner }
  /** Records of keys that were revoked long ago are gone. */
  | { readonly type: 'purged'; readonly count: number }
  /** A URL carried what looks like a token. Whoever reads access logs may have it: find the caller and revoke. */
  | { readonly type: 'credential_in_url' }
  /** Recorded uses were given up, since more were waiting than may be. */
  | { readonly type: 'uses_dropped'; readonly count: number };

/**
 * Listens to events.
 *
 * To whoever implements it: you are called in the middle of requests, synchronously, and never awaited. What you
 * throw is counted (`keys.counters().listenerFailures`) and ignored. An event about a request is emitted in that
 * request's `AsyncLocalStorage` context.
 */
export interface Events {
  emit(event: KeyEvent): void;
}
