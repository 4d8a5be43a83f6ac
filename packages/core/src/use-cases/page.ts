import { PosternError } from '../errors.js';
import type { Position } from '../ports/key-queries.js';
import { isBase62 } from '../token/base62.js';

/** A page of a list: some of its items, and where it goes on. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** `null`: there are no more. */
  readonly nextCursor: string | null;
}

/** Makes a page of items that were queried with a limit one higher, which shows whether there is another page. */
export function page<Item extends { readonly id: string }>(
  found: readonly Item[],
  limit: number,
  instantOf: (item: Item) => Date,
): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const more = found.length > limit && last !== undefined;
  return { items, nextCursor: more ? cursorOf({ at: instantOf(last), id: last.id }, 'newest') : null };
}

/**
 * The lists that a cursor can continue. A position means something else in each of them, so a cursor is good for one
 * only. The lists that are ordered newest first share one kind of cursor.
 */
export type ListOrder = keyof typeof prefixes;

const prefixes = { newest: '', soonest: 'expiry.', own: 'own.', created: 'created.' } as const;

/** Creates the cursor of what comes after a position. */
export function cursorOf({ at, id }: Position, order: ListOrder): string {
  return `${prefixes[order]}${at.getTime()}.${id}`;
}

/**
 * Parses a cursor that `cursorOf` created. `null`: there is none, so the list starts at its beginning.
 *
 * @throws {PosternError} `ERR_INVALID_CURSOR`
 */
export function parseCursor(cursor: unknown, order: ListOrder): Position | null {
  if (cursor === undefined || cursor === null) return null;
  const position = continues(cursor, order) ? cursor.slice(prefixes[order].length) : '';
  const [, instant, id] = /^(\d{1,16})\.(.{16})$/.exec(position) ?? [];
  if (instant === undefined || id === undefined || !isBase62(id) || Number(instant) > lastInstant) {
    throw new PosternError(
      'ERR_INVALID_CURSOR',
      'this is not a cursor of this list; pass nextCursor unchanged, or null for the first page',
    );
  }
  return { at: new Date(Number(instant)), id };
}

/** Checks whether a cursor has the prefix of a list. The rest of it is up to `parseCursor`. */
export function continues(cursor: unknown, order: ListOrder): cursor is string {
  return typeof cursor === 'string' && cursor.startsWith(prefixes[order]);
}

/** The last instant that a `Date` can hold, in milliseconds. */
const lastInstant = 8_640_000_000_000_000;
