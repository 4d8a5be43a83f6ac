import type { KeyId } from '../token/key-id.js';
import type { ActorReference } from './actor.js';
import type { Owner } from './owner.js';

/**
 * A key that may be issued, once, to whoever claims it for its owner. There is no secret before that: nothing in an offer
 * can leak.
 */
export interface KeyOffer {
  /** Its ID, which is the ID that the key will have. Safe to log. */
  readonly id: KeyId;
  readonly owner: Owner;
  /** What the key will be called. Of a rotation: what the key that is replaced was called then. */
  readonly name: string;
  /** What the key will be narrowed to. Of a rotation: what the key that is replaced is narrowed to. */
  readonly scopes: readonly string[] | null;
  /** From this instant on the key will be refused. `null`: it does not expire. */
  readonly keyExpiresAt: Date | null;
  /** The rotation that it is an offer of. `null`: of a key of its own. */
  readonly rotation: OfferedRotation | null;
  readonly offeredAt: Date;
  readonly offeredBy: ActorReference;
  /** From this instant on nobody can claim it. */
  readonly expiresAt: Date;
  readonly claimedAt: Date | null;
  readonly withdrawnAt: Date | null;
}

/** Which key is replaced, and for how many milliseconds it works beside its successor. 0: not at all. */
export interface OfferedRotation {
  readonly keyId: KeyId;
  readonly graceMs: number;
}

/** The state of an offer at an instant. Only an open one can be claimed or withdrawn. */
export type OfferState = 'open' | 'claimed' | 'withdrawn' | 'expired';

/**
 * Judges an offer at an instant. What somebody did goes before what time did.
 *
 * @example
 * offerState(offer, new Date()); // 'open'
 */
export function offerState(
  { claimedAt, withdrawnAt, expiresAt }: Pick<KeyOffer, 'claimedAt' | 'withdrawnAt' | 'expiresAt'>,
  now: Date,
): OfferState {
  if (claimedAt !== null) return 'claimed';
  if (withdrawnAt !== null) return 'withdrawn';
  return expiresAt.getTime() > now.getTime() ? 'open' : 'expired';
}
