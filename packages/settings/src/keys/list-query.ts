import { couldBeSecret, tokenPattern } from '@postern/core';

/** The filters of the list. `live`: every key that still works. `expiring`: those of them that expire soon. */
export const filters = ['live', 'expiring', 'disabled', 'all'] as const;
export type Filter = (typeof filters)[number];

/** What a person asked the list for. */
export interface ListQuery {
  readonly filter: Filter;
  /** What to search for. Empty: everything. */
  readonly text: string;
  /** Where the page starts. `null`: with the newest key. */
  readonly cursor: string | null;
}

/** No name is longer than this. */
const maxTextLength = 200;

/** Reads the query of a list's URL. A filter that doesn't exist shows the live keys. */
export function readListQuery(query: (name: string) => string | undefined): ListQuery {
  return {
    filter: filters.find((each) => each === query('state')) ?? 'live',
    text: (query('q') ?? '').slice(0, maxTextLength).normalize('NFC').trim(),
    cursor: query('cursor') ?? null,
  };
}

/** Returns the URL of a list, given its path. What a list shows anyway is left out. */
export function listUrl(
  path: string,
  { filter = 'live', text = '', cursor = null }: Partial<ListQuery>,
): string {
  const query = new URLSearchParams();
  if (filter !== 'live') query.set('state', filter);
  if (text !== '') query.set('q', text);
  if (cursor !== null) query.set('cursor', cursor);
  const search = query.toString();
  return search === '' ? path : `${path}?${search}`;
}

/**
 * Checks whether a search contains a token, or a part of one that is long enough to guess the rest. No name contains
 * one, so there is nothing to find.
 */
export function holdsToken(text: string, tokenPrefixes: readonly string[]): boolean {
  const runs = text.match(/[0-9A-Za-z]{28,}/g) ?? [];
  return tokenPattern(tokenPrefixes).test(text) || runs.some(couldBeSecret);
}
