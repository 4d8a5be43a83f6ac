/** Checks every element. `every` on the array itself would skip holes. */
export function isListOf<Item>(
  list: unknown,
  isItem: (item: unknown) => item is Item,
): list is readonly Item[] {
  return Array.isArray(list) && Array.from(list).every(isItem);
}

/** Makes no copy of the list: every verification asks this. */
export function isTexts(list: unknown): list is readonly string[] {
  if (!Array.isArray(list)) return false;
  for (const item of list) if (typeof item !== 'string') return false;
  return true;
}
