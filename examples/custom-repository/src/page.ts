import type { KeyQuery } from '@postern/core/ports';

type Page = Pick<KeyQuery, 'after' | 'limit'>;

/** The newest first; those of one instant in descending order of ID, by code unit. */
export function cut<Item extends { id: string }>(
  items: Item[],
  atOf: (item: Item) => Date,
  { after, limit }: Page,
): Item[] {
  const place = (at: Date, id: string) => `${String(at.getTime()).padStart(16, '0')} ${id}`;
  const placeOf = (item: Item) => place(atOf(item), item.id);
  const older = items.filter((item) => after === null || placeOf(item) < place(after.at, after.id));
  return older.sort((one, other) => (placeOf(one) < placeOf(other) ? 1 : -1)).slice(0, limit);
}
