import type { KeyOffer, KeyState, OfferState } from '@postern/core';
import type { NumberedEntry, NumberedRecord } from './expected-key.js';

/** What a service says to a step, without what is random in it: the same whichever storage it stands on. */
export type Answer =
  | { readonly done: true }
  | { readonly error: string }
  | { readonly issued: RecordInState }
  | { readonly count: number }
  | { readonly offered: NumberedOffer }
  /** What each of the calls said, and what the offer is afterwards. */
  | { readonly claims: readonly Outcome[]; readonly after: OfferInState }
  /** What each of the calls said, and what the key is afterwards. */
  | { readonly outcomes: readonly Outcome[]; readonly after: RecordInState | 'not found' }
  | {
      /** How long each page was. */
      readonly pages: readonly number[];
      /** Whether they go strictly from newer to older, by instant and then by ID. */
      readonly inOrder: boolean;
      /** What stood in them, in an order that random IDs have no part in. */
      readonly items: readonly (NumberedRecord | NumberedEntry)[];
    };

/** What one call about one key said. */
export type Outcome =
  | { readonly error: string }
  | { readonly changed: boolean }
  | { readonly refused: string }
  | { readonly accepted: number; readonly owner: object; readonly permissions: readonly string[] }
  | { readonly rotated: RecordInState; readonly previous: NumberedRecord }
  | { readonly offered: NumberedOffer }
  | { readonly claimed: RecordInState }
  | { readonly entries: readonly NumberedEntry[]; readonly pages: readonly number[] };

/** An offer, with numbers in place of key IDs. The key that comes of it has a number when it is claimed. */
export type NumberedOffer = Omit<KeyOffer, 'id' | 'rotation'> & {
  readonly rotation: { readonly key: number; readonly graceMs: number } | null;
};

interface OfferInState {
  readonly state: OfferState;
  readonly offer: NumberedOffer;
}

export interface RecordInState {
  readonly state: KeyState;
  readonly record: NumberedRecord;
}
