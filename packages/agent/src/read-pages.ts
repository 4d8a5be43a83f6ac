import type { KeyPage } from '@postern/core';

/** How many pages one call of a tool reads at most. */
const maxPages = 10;

interface PagesToRead {
  /** The cursor of the first page. `undefined`: the beginning of the list. */
  readonly cursor: string | undefined;
  /** No further page is read once this many keys are found. */
  readonly enough: number;
  /** Reads one page, of which it may leave keys out. `found` is how many have been found so far. */
  readonly readPage: (cursor: string | null, found: number) => Promise<KeyPage>;
}

/** Reads one page after the other, until enough keys are found or there are no more. */
export async function readPages({ cursor, enough, readPage }: PagesToRead): Promise<KeyPage> {
  const keys: KeyPage['keys'][number][] = [];
  let nextCursor: string | null = cursor ?? null;
  for (let pages = 0; pages < maxPages && keys.length < enough; pages += 1) {
    // A database in this process answers without giving up the turn, and all the pages together would block the
    // event loop.
    // F12 turn
    if (pages > 0) await new Promise((resolve) => setImmediate(resolve));
    const page = await readPage(nextCursor, keys.length);
    keys.push(...page.keys);
    nextCursor = page.nextCursor;
    if (nextCursor === null) break;
  }
  return { keys, nextCursor };
}
