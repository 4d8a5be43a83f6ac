import type { NumberedOffer } from './answer.js';
import type { ExpectedKey } from './expected-key.js';
import type { OwnerName } from './step.js';

/** An offer of the model. */
export interface ExpectedOffer {
  readonly owner: OwnerName;
  offer: NumberedOffer;
  /** The key that is replaced when the offer is claimed. */
  readonly replaces: ExpectedKey | null;
}

/** Returns the key number in the entries of an offer, by its index, until it is claimed and its key has a number. */
export function numberOfUnclaimed(offer: number): number {
  return -1 - offer;
}
