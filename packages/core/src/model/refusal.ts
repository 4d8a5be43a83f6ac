/**
 * Why a verification failed. For the host alone: the caller sees one answer for all that concerns the credential.
 * Test `reason`, and the compiler knows what else there is.
 */
export type Refusal<Kind extends string = string, Permission extends string = string> =
  /** Not of the token's form, of a kind that is not declared, or with a wrong check. Nothing was read. */
  | { readonly reason: 'malformed' }
  /** No record has this key ID and kind. */
  | { readonly reason: 'unknown' }
  /** The record is there, and the token is not the one that it was made for. */
  | { readonly reason: 'wrong_secret' }
  | { readonly reason: 'revoked' }
  | { readonly reason: 'disabled' }
  | { readonly reason: 'expired' }
  /** The owner is gone, or may not act now. */
  | { readonly reason: 'owner_inactive' }
  /** The key is good, and its kind is none that the route takes. `allowed` are those. */
  | { readonly reason: 'wrong_kind'; readonly allowed: readonly Kind[] }
  /** The key is good, and may not do all that the route needs. `required` is all of it. */
  | { readonly reason: 'insufficient_scope'; readonly required: readonly Permission[] }
  /** As many hashes are under way as may be. Says nothing about the key; try again after `retryAfterMs`. */
  | { readonly reason: 'overloaded'; readonly retryAfterMs: number };

/** The name of a refusal. */
export type RefusalReason = Refusal['reason'];
