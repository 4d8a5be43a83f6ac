import { type AuditEntry, type KeyOffer, offerState } from '@postern/core';
import type { EntryOfKey, OfferClaim, OfferRepository } from '@postern/core/ports';
import type { Capped } from './json-lines-cap.js';

/** What a line says about offers: those that are new or changed, and those that are deleted. */
export type OfferLine = { offers?: KeyOffer[]; over?: KeyOffer['id'][] };

export type Entries = readonly AuditEntry[];
type Commit = (line: OfferLine & { entries: Entries }) => true;
/** Makes the offered change, in one line with the change of the offer. */
type Claim = (
  change: OfferClaim['change'],
  entries: Entries,
  entryOf: EntryOfKey,
  line: OfferLine & Capped,
) => boolean;

/** Keeps offers in the same file as the keys. */
export function jsonLinesOffers() {
  const offers = new Map<KeyOffer['id'], KeyOffer>();
  const open = (id: KeyOffer['id'], at: Date) => {
    const offer = offers.get(id);
    return offer && offerState(offer, at) === 'open' ? offer : undefined;
  };
  const methods = (commit: Commit, claim: Claim): OfferRepository => ({
    async insertOffer({ offer, forgetBefore }, entry) {
      if (offers.has(offer.id)) return false;
      const old = [...offers.values()].filter(({ expiresAt }) => expiresAt < forgetBefore);
      return commit({ offers: [offer], over: old.map(({ id }) => id), entries: [entry] });
    },
    getOffer: async (id) => offers.get(id),
    async withdrawOffer({ offerId, at }, entry) {
      const offer = open(offerId, at);
      return offer !== undefined && commit({ offers: [{ ...offer, withdrawnAt: at }], entries: [entry] });
    },
    async claimOffer({ offerId, at, change, cap }, entries, entryOf) {
      const offer = open(offerId, at);
      const line = offer && { offers: [{ ...offer, claimedAt: at }], cap };
      return line !== undefined && claim(change, entries, entryOf, line);
    },
  });
  const apply = ({ offers: offered = [], over = [] }: OfferLine) => {
    for (const offer of offered) offers.set(offer.id, offer);
    for (const id of over) offers.delete(id);
  };
  return { methods, apply };
}
