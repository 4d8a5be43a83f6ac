import type { ApiKey } from '../model/api-key.js';
import type { AllKeysPage, Position } from '../ports/key-queries.js';
import type { ManagementDeps } from './management-deps.js';

/** How many times one page reads from the repository, which examines a bounded number of records each time. */
const maxReads = 20;

/** Reads some keys after a position. */
export type ReadKeys = (after: Position | null) => Promise<AllKeysPage>;

/** Where the keys of a page come from, and which of them it has. */
interface PageSource {
  readonly read: ReadKeys;
  readonly after: Position | null;
  readonly limit: number;
  readonly isListed: (key: ApiKey) => boolean;
  readonly positionOf: (key: ApiKey) => Position;
}

/** Reads one page. It may have fewer keys than the limit, even none, although `next` is not null. */
export async function readPage(
  { nextTurn, withLatestUse }: Pick<ManagementDeps, 'nextTurn' | 'withLatestUse'>,
  { read, after, limit, isListed, positionOf }: PageSource,
): Promise<AllKeysPage> {
  const keys: ApiKey[] = [];
  let next = after;
  for (let reads = 0; reads < maxReads; reads += 1) {
    if (reads > 0) await nextTurn();
    const found = await read(next);
    keys.push(...found.keys.map(withLatestUse).filter(isListed));
    next = found.next;
    const last = keys[limit - 1];
    if (last !== undefined && keys.length > limit)
      return { keys: keys.slice(0, limit), next: positionOf(last) };
    if (next === null || keys.length === limit) break;
  }
  return { keys, next };
}
