import { type KeyOrder, type KeyQuery, keyOrder, type Position } from '@postern/core/ports';

type Page = Pick<KeyQuery, 'after' | 'limit'>;

/** Returns a page of items, by default newest first; items of one instant are in descending order of ID. */
export function paginate<Item>(
  items: Item[],
  positionOf: (item: Item) => Position,
  { after, limit }: Page,
  { compare }: Pick<KeyOrder, 'compare'> = keyOrder({}),
): Item[] {
  return items
    .filter((item) => after === null || compare(after, positionOf(item)) < 0)
    .sort((one, other) => compare(positionOf(one), positionOf(other)))
    .slice(0, limit);
}
