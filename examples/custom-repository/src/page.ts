import type { KeyQuery } from '@postern/core/ports';

type Page = Pick<KeyQuery, 'after' | 'limit'>;

/** Returns a page of items, newest first; items of one instant are in descending order of ID, by code unit. */
export function paginate<Item extends { id: string }>(
  items: Item[],
  instant: (item: Item) => Date,
  { after, limit }: Page,
): Item[] {
  const position = (at: Date, id: string) => `${String(at.getTime()).padStart(16, '0')} ${id}`;
  const positionOf = (item: Item) => position(instant(item), item.id);
  const older = items.filter((item) => after === null || positionOf(item) < position(after.at, after.id));
  return older.sort((one, other) => (positionOf(one) < positionOf(other) ? 1 : -1)).slice(0, limit);
}
