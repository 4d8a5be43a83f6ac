import { type KeyOffer, offerState } from '@postern/core';
import { type BrokenRepository, type Defect, inSeconds, turn } from '../broken-repository.js';

/** Changes each offer that is read. */
const offer =
  (change: (found: KeyOffer) => Partial<KeyOffer>): Defect =>
  (sound) => ({
    async getOffer(id) {
      const found = await sound.getOffer(id);
      return found && { ...found, ...change(found) };
    },
  });

/** Broken in offers. */
export const brokenOffers: readonly BrokenRepository[] = [
  [
    'keeps seconds of when a key that is offered expires',
    offer(({ keyExpiresAt }) => ({ keyExpiresAt: keyExpiresAt && inSeconds(keyExpiresAt) })),
    'insertOffer writes',
  ],
  [
    'takes offers in whichever case for one',
    (sound) => {
      const ids = new Map<string, KeyOffer['id']>();
      return {
        insertOffer(insertion, entry) {
          ids.set(insertion.offer.id.toLowerCase(), insertion.offer.id);
          return sound.insertOffer(insertion, entry);
        },
        getOffer: (id) => sound.getOffer(ids.get(id.toLowerCase()) ?? id),
      };
    },
    'getOffer returns undefined',
  ],
  [
    'says that it took an offer whose ID is taken',
    (sound) => ({
      async insertOffer(insertion, entry) {
        await sound.insertOffer(insertion, entry);
        return true;
      },
    }),
    'S09 insertOffer',
  ],
  [
    'forgets no offer',
    (sound) => ({
      insertOffer: ({ offer: given }, entry) =>
        sound.insertOffer({ offer: given, forgetBefore: new Date(0) }, entry),
    }),
    'insertOffer deletes',
  ],
  [
    'forgets offers too early',
    (sound) => ({
      insertOffer: ({ offer: given, forgetBefore }, entry) =>
        sound.insertOffer({ offer: given, forgetBefore: new Date(forgetBefore.getTime() + 1) }, entry),
    }),
    'insertOffer deletes',
  ],
  [
    'tells of no withdrawal',
    (sound) => ({
      withdrawOffer(withdrawal, entry) {
        sound.hide(entry);
        return sound.withdrawOffer(withdrawal, entry);
      },
    }),
    'withdrawOffer marks',
    'S04 of several concurrent withdrawals',
  ],
  [
    'looks first whether an offer is open, and withdraws it later',
    (sound) => ({
      async withdrawOffer(withdrawal, entry) {
        const found = await sound.getOffer(withdrawal.offerId);
        await turn();
        await sound.withdrawOffer(withdrawal, entry);
        return found !== undefined && offerState(found, withdrawal.at) === 'open';
      },
    }),
    'S04 of several concurrent withdrawals',
    'S04 of a concurrent claim and withdrawal',
  ],
  [
    'says of every withdrawal that it was done',
    (sound) => ({
      async withdrawOffer(withdrawal, entry) {
        await sound.withdrawOffer(withdrawal, entry);
        return true;
      },
    }),
    'withdrawOffer returns false',
    'S04 of several concurrent withdrawals',
    'S04 of a concurrent claim and withdrawal',
  ],
];
