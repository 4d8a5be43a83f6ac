import type { NumberedEntry, NumberedRecord } from './expected-key.js';

/** Returns the lengths of pages: full ones, and then the rest; one empty page if there is nothing. */
export function pageLengths(count: number, limit: number): readonly number[] {
  const full = new Array<number>(Math.floor(count / limit)).fill(limit);
  return count % limit === 0 && count > 0 ? full : [...full, count % limit];
}

/** Sorts items in an order that doesn't depend on random IDs. */
export function inStableOrder<Item extends NumberedRecord | NumberedEntry>(
  items: readonly Item[],
): readonly Item[] {
  const sortable = items.map((item) => ({ item, text: textOf(item) }));
  return sortable.sort((one, other) => (one.text < other.text ? -1 : 1)).map(({ item }) => item);
}

function textOf(item: NumberedRecord | NumberedEntry): string {
  if (!('action' in item)) return String(item.id).padStart(6, '0');
  return JSON.stringify([item.key, item.at, item.action, item.actor.id, item.reason]);
}
