import type { StoredKey } from '../model/api-key.js';
import type { AuditEntry } from '../model/audit-entry.js';
import type { KeyOffer } from '../model/key-offer.js';
import type { KeyId } from '../token/key-id.js';
import type { EntryOfKey, KeyCap, Rotation } from './key-changes.js';

/** The part of a `KeyRepository` that stores offers. The rules for changes in its comment apply here too. */
export interface OfferRepository {
  /**
   * Adds an offer, and removes at least one of those that expired before `forgetBefore`, if there are any. `false`: an
   * offer with this ID already exists; nothing was written.
   */
  insertOffer(insertion: OfferInsertion, entry: AuditEntry): Promise<boolean>;

  /**
   * Returns an offer; `undefined` if it does not exist (or no longer). Rejects with `ERR_RECORD_UNREADABLE` if it can't
   * be read.
   */
  getOffer(offerId: KeyId): Promise<KeyOffer | undefined>;

  /**
   * Marks an offer as withdrawn, if it is open at that instant. `false`: there is none, or it is not (or no longer)
   * open; nothing was written.
   */
  withdrawOffer(withdrawal: OfferWithdrawal, entry: AuditEntry): Promise<boolean>;

  /**
   * Marks an offer as claimed, and does what `insert` or `rotate` does: everything, with all entries, or nothing.
   * `false`: the offer is not open at that instant, or no longer open by the storage's own clock if it has one, or
   * `insert` or `rotate` would return `false`; nothing was written. `entryOf` is for `rotate`.
   */
  claimOffer(claim: OfferClaim, entries: readonly AuditEntry[], entryOf: EntryOfKey): Promise<boolean>;
}

/** What `insertOffer` adds. */
export interface OfferInsertion {
  readonly offer: KeyOffer;
  /** Offers whose `expiresAt` is before this instant may be removed. */
  readonly forgetBefore: Date;
}

/** Which offer `withdrawOffer` marks, and when. */
export interface OfferWithdrawal {
  readonly offerId: KeyId;
  readonly at: Date;
}

/** Which offer `claimOffer` marks, when, and what it writes for it. */
export interface OfferClaim {
  readonly offerId: KeyId;
  readonly at: Date;
  readonly change: { readonly insert: StoredKey } | { readonly rotate: Rotation };
  /** For an insertion. Default: no cap. */
  readonly cap?: KeyCap | undefined;
}
