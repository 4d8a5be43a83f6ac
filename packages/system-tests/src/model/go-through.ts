/** Asks for page after page, and gives what stood in each. */
export async function goThrough<Item>(
  ask: (
    cursor: string | null,
  ) => Promise<{ readonly items: readonly Item[]; readonly nextCursor: string | null }>,
): Promise<readonly (readonly Item[])[]> {
  const pages: (readonly Item[])[] = [];
  let cursor: string | null = null;
  do {
    const { items, nextCursor } = await ask(cursor);
    pages.push(items);
    // A list that never ends would never fail.
    if (pages.length > 1_000) throw new Error('there is always one more page');
    cursor = nextCursor;
  } while (cursor !== null);
  return pages;
}

/** Whether each is older than the one before, by instant and then by ID: so none comes twice. */
export function isInOrder(places: readonly { readonly at: Date; readonly id: string }[]): boolean {
  return places.every((place, index) => {
    const before = places[index - 1];
    if (before === undefined || before.at > place.at) return true;
    return before.at.getTime() === place.at.getTime() && before.id > place.id;
  });
}
