/**
 * Why a verification failed. For the host only: callers get the same response whatever is wrong with their credential.
 * The type narrows by `reason`.
 */
export type Refusal<Kind extends string = string, Permission extends string = string> =
  /** Not in the form of a token, of an undeclared kind, or with a wrong check. Nothing was read. */
  | { readonly reason: 'malformed' }
  /** No record has this key ID and kind. */
  | { readonly reason: 'unknown' }
  /** There is a record, but the token does not match its hash. */
  | { readonly reason: 'wrong_secret' }
  | { readonly reason: 'revoked' }
  | { readonly reason: 'disabled' }
  | { readonly reason: 'expired' }
  /** The owner does not exist any more, or is not active. */
  | { readonly reason: 'owner_inactive' }
  /** The key is valid, but the route does not accept its kind. `allowed` are the kinds that it accepts. */
  | { readonly reason: 'wrong_kind'; readonly allowed: readonly Kind[] }
  /** The key is valid, but lacks a permission that the route requires. `required` are all that it requires. */
  | { readonly reason: 'insufficient_scope'; readonly required: readonly Permission[] }
  /** Too many hashes are in progress. Says nothing about the key; try again after `retryAfterMs`. */
  | { readonly reason: 'overloaded'; readonly retryAfterMs: number };

/** The name of a refusal. */
export type RefusalReason = Refusal['reason'];
