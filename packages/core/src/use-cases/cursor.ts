import { PosternError } from '../errors.js';
import type { Position } from '../ports/key-queries.js';
import { isBase62 } from '../token/base62.js';

/** The greatest instant that a `Date` can hold, in milliseconds. */
const lastInstant = 8_640_000_000_000_000;

/** A page of a list, and the cursor of the next one. */
interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Cuts a page out of what was asked for with one more than `limit`. */
export function page<Item extends { readonly id: string }>(
  found: readonly Item[],
  limit: number,
  instantOf: (item: Item) => Date,
): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const more = found.length > limit && last !== undefined;
  return { items, nextCursor: more ? `${instantOf(last).getTime()}.${last.id}` : null };
}

/** Reads a cursor that `page` made. */
export function parseCursor(cursor: unknown): Position | null {
  if (cursor === undefined || cursor === null) return null;
  const [, instant, id] = (typeof cursor === 'string' && /^(\d{1,16})\.(.{16})$/.exec(cursor)) || [];
  if (instant === undefined || id === undefined || !isBase62(id) || Number(instant) > lastInstant) {
    throw new PosternError(
      'ERR_INVALID_CURSOR',
      'the cursor is none of ours: pass nextCursor as it came, or null for the first page',
    );
  }
  return { at: new Date(Number(instant)), id };
}
