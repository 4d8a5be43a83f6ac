import { type KeyOffer, offerState } from '@postern/core';
import { type BrokenRepository, type Defect, inSeconds, turn } from '../broken-repository.js';

/** Changes each offer as it is read. */
const offer =
  (change: (found: KeyOffer) => Partial<KeyOffer>): Defect =>
  (sound) => ({
    async getOffer(id) {
      const found = await sound.getOffer(id);
      return found && { ...found, ...change(found) };
    },
  });

/** Repositories whose offers are broken. */
export const brokenOffers: readonly BrokenRepository[] = [
  [
    'truncates the expiry of an offered key to seconds',
    offer(({ keyExpiresAt }) => ({ keyExpiresAt: keyExpiresAt && inSeconds(keyExpiresAt) })),
    'insertOffer writes',
  ],
  [
    'finds offers by IDs in upper or lower case',
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
    'reports an offer whose ID is taken as added',
    (sound) => ({
      async insertOffer(insertion, entry) {
        await sound.insertOffer(insertion, entry);
        return true;
      },
    }),
    'S09 insertOffer',
  ],
  [
    'never deletes old offers',
    (sound) => ({
      insertOffer: ({ offer: given }, entry) =>
        sound.insertOffer({ offer: given, forgetBefore: new Date(0) }, entry),
    }),
    'insertOffer deletes',
  ],
  [
    'deletes offers too early',
    (sound) => ({
      insertOffer: ({ offer: given, forgetBefore }, entry) =>
        sound.insertOffer({ offer: given, forgetBefore: new Date(forgetBefore.getTime() + 1) }, entry),
    }),
    'insertOffer deletes',
  ],
  [
    'writes no audit entry for a withdrawal',
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
    'checks whether an offer is open and withdraws it later',
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
    'reports every withdrawal as made',
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
