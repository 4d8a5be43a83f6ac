import type { StoredKey } from '../model/api-key.js';
import type { AuditEntry } from '../model/audit-entry.js';
import type { KeyOffer } from '../model/key-offer.js';
import type { KeyId } from '../token/key-id.js';
import type { Rotation } from './key-changes.js';

/**
 * Keeps offers beside the keys that come of them: the part of a `KeyRepository` that is about offers. What its comment says
 * of changes goes for these.
 */
export interface OfferRepository {
  /**
   * Adds an offer, and takes away some, one at least, of those that ended before an instant. `false`: an offer with this ID
   * exists; nothing was written.
   */
  insertOffer(insertion: OfferInsertion, entry: AuditEntry): Promise<boolean>;

  /** Gives an offer; `undefined` where there is none (any more). Rejects with `ERR_RECORD_UNREADABLE` where it can't be understood. */
  getOffer(offerId: KeyId): Promise<KeyOffer | undefined>;

  /**
   * Marks an offer as withdrawn, where it is open at that instant. `false`: there is none, or it is not (any more) open;
   * nothing was written.
   */
  withdrawOffer(withdrawal: OfferWithdrawal, entry: AuditEntry): Promise<boolean>;

  /**
   * Marks an offer as claimed, and does what was offered, as `insert` or `rotate` does: all of it, with all entries, or
   * nothing. `false`: the offer is not open at that instant, or no longer open by the storage's own clock if it has one,
   * or `insert` or `rotate` would answer `false`; nothing was written.
   */
  claimOffer(claim: OfferClaim, entries: readonly AuditEntry[]): Promise<boolean>;
}

/** What `insertOffer` adds. */
export interface OfferInsertion {
  readonly offer: KeyOffer;
  /** Offers whose `expiresAt` is before this instant may go. */
  readonly forgetBefore: Date;
}

/** Which offer `withdrawOffer` marks, and when. */
export interface OfferWithdrawal {
  readonly offerId: KeyId;
  readonly at: Date;
}

/** Which offer `claimOffer` marks, when, and what comes of it. */
export interface OfferClaim {
  readonly offerId: KeyId;
  readonly at: Date;
  readonly change: { readonly insert: StoredKey } | { readonly rotate: Rotation };
}
