import type { ApiKey } from './api-key.js';

/** A position in a list: everything after it comes later in the order of the list. */
export interface Position {
  /** The instant that the list is ordered by. */
  readonly at: Date;
  readonly id: string;
}

/** An order of keys, in which each key has a position of its own. */
export interface KeyOrder {
  readonly positionOf: (key: ApiKey) => Position;
  /** Negative if the first position comes before the second; 0 if they are the same. */
  readonly compare: (one: Position, other: Position) => number;
}

/** The keys that expire first come first: by `expiresAt`, then by key ID, both ascending. */
const soonestFirst: KeyOrder = {
  positionOf: ({ expiresAt, id }) => ({ at: expiresAt ?? new Date(lastInstantMs), id }),
  compare: (one, other) => newestFirst.compare(other, one),
};

/** By `createdAt`, then by key ID, both descending. IDs are compared by code unit, never by the rules of a language. */
const newestFirst: KeyOrder = {
  positionOf: ({ createdAt, id }) => ({ at: createdAt, id }),
  compare(one, other) {
    const byInstant = other.at.getTime() - one.at.getTime();
    if (byInstant !== 0) return byInstant;
    if (one.id === other.id) return 0;
    return one.id < other.id ? 1 : -1;
  },
};

/** The last one that a `Date` can hold: a key that never expires comes after all others. */
const lastInstantMs = 8.64e15;

/**
 * Returns the order in which `listAll` returns keys: newest first, or soonest first if the query has `expiresBefore`.
 *
 * @example
 * keyOrder({}).positionOf(key); // { at: key.createdAt, id: key.id }
 */
export function keyOrder({ expiresBefore }: { readonly expiresBefore?: Date | undefined }): KeyOrder {
  return expiresBefore === undefined ? newestFirst : soonestFirst;
}
