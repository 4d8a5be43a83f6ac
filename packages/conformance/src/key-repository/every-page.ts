import assert from 'node:assert/strict';

/**
 * Reads page by page, to the end. `pageAfter` is asked for what comes after the last item that was seen, `null` at first;
 * `between` is called after each page with its number, from 0 on.
 */
export async function everyPage<Item>(
  pageAfter: (last: Item | null) => Promise<readonly Item[]>,
  between: (page: number) => Promise<void> = async () => undefined,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let count = 0; items.length <= 100; count += 1) {
    const page = await pageAfter(items.at(-1) ?? null);
    if (page.length === 0) return items;
    items.push(...page);
    await between(count);
  }
  assert.fail('the pages do not end');
}
