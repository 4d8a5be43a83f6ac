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
  /** Whether the search before had a token in it, and was not carried out. */
  readonly isRefused: boolean;
}

/** No name is longer than this. */
const maxTextLength = 200;

/** Reads the query of a list's URL. A filter that doesn't exist shows the live keys. */
export function readListQuery(query: (name: string) => string | undefined): ListQuery {
  return {
    filter: filters.find((each) => each === query('state')) ?? 'live',
    text: (query('q') ?? '').slice(0, maxTextLength).normalize('NFC').trim(),
    cursor: query('cursor') ?? null,
    isRefused: query('refused') !== undefined,
  };
}

/** Returns the URL of a list, given its path. What a list shows anyway is left out. */
export function listUrl(path: string, query: Partial<ListQuery>): string {
  const { filter = 'live', text = '', cursor = null, isRefused = false } = query;
  const fields = new URLSearchParams();
  if (filter !== 'live') fields.set('state', filter);
  if (text !== '') fields.set('q', text);
  if (cursor !== null) fields.set('cursor', cursor);
  if (isRefused) fields.set('refused', '');
  const search = fields.toString();
  return search === '' ? path : `${path}?${search}`;
}
