import type { KeyOffer, KeyState, OfferState } from '@postern/core';
import type { NumberedEntry, NumberedRecord } from './expected-key.js';

/** A service's answer to a step, without its random parts, so that it is the same on every storage. */
export type Answer =
  | { readonly done: true }
  | { readonly error: string }
  | { readonly issued: RecordInState }
  | { readonly count: number }
  | { readonly offered: NumberedOffer }
  /** The outcome of each call, and the offer afterwards. */
  | { readonly claims: readonly Outcome[]; readonly after: OfferInState }
  /** The outcome of each call, and the key afterwards. */
  | { readonly outcomes: readonly Outcome[]; readonly after: RecordInState | 'not found' }
  | {
      /** The length of each page. */
      readonly pages: readonly number[];
      /** Whether the items are strictly ordered from newest to oldest, by instant and then by ID. */
      readonly inOrder: boolean;
      /** The items of all pages, in an order that doesn't depend on random IDs. */
      readonly items: readonly (NumberedRecord | NumberedEntry)[];
    };

/** The outcome of one call about one key. */
export type Outcome =
  | { readonly error: string }
  | { readonly changed: boolean }
  | { readonly refused: string }
  | { readonly accepted: number; readonly owner: object; readonly permissions: readonly string[] }
  | {
      readonly rotated: RecordInState;
      readonly previous: NumberedRecord;
      readonly alsoRevoked: readonly number[];
    }
  | { readonly offered: NumberedOffer }
  | { readonly claimed: RecordInState }
  | { readonly entries: readonly NumberedEntry[]; readonly pages: readonly number[] };

/** An offer with numbers instead of key IDs. Its own key gets a number when it is claimed. */
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
