import type { Actor, ApiKeys } from '@postern/core';
import { conditionsOf, type KeyFilter } from './key-filter.js';

/** How many keys meet a filter, as far as one page of `listAll` shows. */
export interface KeyCount {
  readonly found: number;
  /** Whether there are no more. */
  readonly isExact: boolean;
}

/** The most that is counted. */
const maxCount = 100;

/**
 * Counts keys with one call of `listAll`, which examines a bounded number of records, however many there are: a page
 * must not become slower with every key.
 */
export async function countKeys(
  { keys, actor }: { readonly keys: ApiKeys; readonly actor: Actor },
  filter: KeyFilter,
): Promise<KeyCount> {
  const page = await keys.listAll({ actor, ...conditionsOf(filter, new Date()), limit: maxCount });
  return { found: page.keys.length, isExact: page.nextCursor === null };
}
