import type { AuditEntry } from '@postern/core';
import { offerState } from '@postern/core';
import type { EntryOfKey, OfferClaim, OfferRepository } from '@postern/core/ports';
import { type BrokenRepository, type Defect, turn } from '../broken-repository.js';
import type { SoundRepository } from '../sound-repository.js';

const instead =
  (
    claim: (sound: SoundRepository, ...given: Parameters<OfferRepository['claimOffer']>) => Promise<boolean>,
  ): Defect =>
  (sound) => ({ claimOffer: (...given) => claim(sound, ...given) });

/** Makes the offered change without checking the offer. */
function change(
  sound: SoundRepository,
  { change: wanted, cap }: OfferClaim,
  entries: readonly AuditEntry[],
  entryOf: EntryOfKey,
): Promise<boolean> {
  const [first] = entries;
  if (first === undefined) throw new Error('a claim must have an audit entry');
  return 'insert' in wanted
    ? sound.insert(wanted.insert, first, cap)
    : sound.rotate(wanted.rotate, entries, entryOf);
}

/** Repositories whose `claimOffer` is broken. */
export const brokenClaims: readonly BrokenRepository[] = [
  [
    'makes the offered change without checking the offer',
    instead(change),
    'claimOffer marks',
    'M08 claimOffer returns false',
    'S06 claimOffer',
    'S04 of several concurrent claims of',
    'S04 of a concurrent claim and withdrawal',
    'claimOffer of a rotation adds',
    'claimOffer of a rotation leaves the record',
    'S04 of two offers',
    'claimOffer leaves the offer',
    'claimOffer of a rotation revokes',
  ],
  [
    'checks whether an offer is open and claims it later',
    instead(async (sound, claim, entries, entryOf) => {
      const found = await sound.getOffer(claim.offerId);
      await turn();
      const done = await sound.claimOffer(claim, entries, entryOf);
      return done || (found !== undefined && offerState(found, claim.at) === 'open');
    }),
    'S04 of several concurrent claims of',
    'S04 of a concurrent claim and withdrawal',
    'S09 claimOffer',
    'claimOffer of a rotation leaves the offer',
    'S04 of two offers',
  ],
  [
    'ends the offer although the change was not made',
    instead(async (sound, claim, entries, entryOf) => {
      if (await sound.claimOffer(claim, entries, entryOf)) return true;
      await sound.withdrawOffer({ offerId: claim.offerId, at: claim.at }, entries[0] as AuditEntry);
      return false;
    }),
    'S09 claimOffer',
    'claimOffer of a rotation leaves the offer',
  ],
  [
    'claims an offer at the instant at which it ends',
    instead((sound, claim, entries, entryOf) =>
      sound.claimOffer({ ...claim, at: new Date(claim.at.getTime() - 1) }, entries, entryOf),
    ),
    'claimOffer marks',
    'M08 claimOffer returns false',
    'S06 claimOffer',
    'claimOffer of a rotation leaves the record',
  ],
  [
    'writes no audit entry for a claim',
    instead((sound, claim, entries, entryOf) => {
      sound.hide(...entries);
      return sound.claimOffer(claim, entries, entryOf);
    }),
    'claimOffer marks',
    'S04 of several concurrent claims of',
    'S04 of a concurrent claim and withdrawal',
    'claimOffer of a rotation adds',
    'S04 of two offers',
    'claimOffer leaves the offer',
  ],
  [
    'claims an offer and then fails to write the audit entry',
    (sound) => {
      const taken = new Set<string>();
      return {
        insertOffer(insertion, entry) {
          taken.add(entry.id);
          return sound.insertOffer(insertion, entry);
        },
        async claimOffer(claim, entries, entryOf) {
          const done = await sound.claimOffer(claim, entries, entryOf);
          if (entries.some(({ id }) => taken.has(id))) throw new Error('taken');
          return done;
        },
      };
    },
    'claimOffer leaves the offer',
  ],
];
