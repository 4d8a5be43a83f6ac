import type { NumberedOffer } from './answer.js';
import type { ExpectedKey } from './expected-key.js';
import type { OwnerName } from './step.js';

/** An offer as the model knows it. */
export interface ExpectedOffer {
  readonly owner: OwnerName;
  offer: NumberedOffer;
  /** The key whose place is offered. */
  readonly replaces: ExpectedKey | null;
}

/** What entries say of the how-manieth offer, until it is claimed and its key has a number. */
export function numberOfUnclaimed(offer: number): number {
  return -1 - offer;
}
