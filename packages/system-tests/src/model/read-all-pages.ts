/** Reads page after page, and returns the items of each. */
export async function readAllPages<Item>(
  readPage: (
    cursor: string | null,
  ) => Promise<{ readonly items: readonly Item[]; readonly nextCursor: string | null }>,
): Promise<readonly (readonly Item[])[]> {
  const pages: (readonly Item[])[] = [];
  let cursor: string | null = null;
  do {
    const { items, nextCursor } = await readPage(cursor);
    pages.push(items);
    // Otherwise a list that never ends would never fail.
    if (pages.length > 1_000) throw new Error('there is always one more page');
    cursor = nextCursor;
  } while (cursor !== null);
  return pages;
}

/** Whether each is older than the one before, by instant and then by ID, so that none appears twice. */
export function isInOrder(places: readonly { readonly at: Date; readonly id: string }[]): boolean {
  return places.every((place, index) => {
    const before = places[index - 1];
    if (before === undefined || before.at > place.at) return true;
    return before.at.getTime() === place.at.getTime() && before.id > place.id;
  });
}
