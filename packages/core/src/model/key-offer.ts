import type { KeyId } from '../token/key-id.js';
import type { ActorReference } from './actor.js';
import type { Owner } from './owner.js';

/**
 * A key that can be issued, once, to the person who claims it for its owner. No secret exists until then, so an offer
 * has nothing to leak.
 */
export interface KeyOffer {
  /** The ID of the offer, and of the key that it becomes. Safe to log. */
  readonly id: KeyId;
  readonly owner: Owner;
  /** The name of the key. For a rotation: the name that the old key had when the rotation was offered. */
  readonly name: string;
  /** The scopes of the key. For a rotation: those of the old key. */
  readonly scopes: readonly string[] | null;
  /** When the key will expire. `null`: never. */
  readonly keyExpiresAt: Date | null;
  /** The rotation that is offered. `null`: a new key is offered. */
  readonly rotation: OfferedRotation | null;
  readonly offeredAt: Date;
  readonly offeredBy: ActorReference;
  /** From this instant on, the offer can't be claimed. */
  readonly expiresAt: Date;
  readonly claimedAt: Date | null;
  readonly withdrawnAt: Date | null;
}

/** A rotation that is offered. */
export interface OfferedRotation {
  /** The key to replace. */
  readonly keyId: KeyId;
  /** How long the old key keeps working next to its successor, in milliseconds. 0: not at all. */
  readonly graceMs: number;
}

/** The state of an offer at an instant. Only an open one can be claimed or withdrawn. */
export type OfferState = 'open' | 'claimed' | 'withdrawn' | 'expired';

/**
 * Returns the state of an offer at an instant. Claiming and withdrawing take precedence over expiry.
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
