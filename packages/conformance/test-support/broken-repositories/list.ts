import { type ApiKey, auditActions } from '@postern/core';
import { isInState, type Position } from '@postern/core/ports';
import {
  asTeam,
  type BrokenRepository,
  byLanguage,
  entries,
  inSeconds,
  withoutTies,
} from '../broken-repository.js';

const listed =
  (change: (found: readonly ApiKey[]) => readonly ApiKey[]): BrokenRepository[1] =>
  (sound) => ({ list: async (query) => change(await sound.list(query)) });

/** Pages by offset: remembers how many items came before a position, and skips as many. */
function byOffset() {
  const counts = new Map<string, number>();
  const name = ({ at, id }: Position) => `${at.getTime()} ${id}`;
  return {
    skipped: (after: Position | null) => (after === null ? 0 : counts.get(name(after))),
    remember: (last: Position, count: number) => counts.set(name(last), count),
  };
}

/** Repositories whose `list` or `history` is broken. */
export const brokenLists: readonly BrokenRepository[] = [
  [
    'does not list rotated keys as accepted',
    (sound) => ({
      list: (query) => sound.list({ ...query, state: query.state === 'accepted' ? 'live' : query.state }),
    }),
    'list returns the records of each state',
    'list returns the records that live beyond',
  ],
  [
    "lists a team's keys with those of a person with the same ID",
    (sound) => ({
      list: async (query) => [
        ...(await sound.list(query)),
        ...(await sound.list({ ...query, owner: asTeam(query.owner) })),
      ],
    }),
    'list returns the records of one owner',
  ],
  [
    'ignores milliseconds when it sorts a list',
    listed((found) => {
      const ms = (key: ApiKey) => inSeconds(key.createdAt).getTime();
      return found.toSorted((one, other) => ms(other) - ms(one) || (one.id < other.id ? 1 : -1));
    }),
    'list returns the newest',
    'list returns every record once',
  ],
  [
    'sorts keys of one instant by a collation',
    listed((found) =>
      found.toSorted(
        (one, other) => other.createdAt.getTime() - one.createdAt.getTime() || byLanguage(one, other),
      ),
    ),
    'list puts records',
    'list returns every record once',
  ],
  [
    'lists one key more than the limit',
    (sound) => ({ list: (query) => sound.list({ ...query, limit: query.limit + 1 }) }),
    'list returns as many',
    'list fills a page with records of its state',
    'list fills a page with records that live',
  ],
  [
    'continues a list after an instant, not after a key',
    (sound) => ({ list: (query) => sound.list(withoutTies(query)) }),
    'list returns every record once',
    'list skips',
    'list continues after',
  ],
  [
    'continues a list by offset',
    (sound) => {
      const pages = byOffset();
      return {
        async list({ after, ...query }) {
          const skipped = pages.skipped(after);
          if (skipped === undefined) return sound.list({ ...query, after });
          const all = await sound.list({ ...query, after: null, limit: skipped + query.limit });
          const last = all.at(-1);
          if (last !== undefined) pages.remember({ at: last.createdAt, id: last.id }, all.length);
          return all.slice(skipped);
        },
      };
    },
    'list skips and repeats nothing',
  ],
  [
    'knows no instant after the year 9999',
    (sound) => ({
      list: async (query) => (query.now.getUTCFullYear() > 9_999 ? [] : sound.list(query)),
    }),
    'list accepts every instant',
  ],
  [
    'continues a list only after an existing key',
    (sound) => ({
      async list({ after, ...query }) {
        const all = await sound.list({ ...query, after: null, limit: 1_000 });
        return all.slice(all.findIndex(({ id }) => id === after?.id) + 1).slice(0, query.limit);
      },
    }),
    'list accepts every instant',
    'list continues after',
  ],
  [
    'lists revoked keys among the disabled ones',
    (sound) => ({
      async list(query) {
        if (query.state !== 'disabled') return sound.list(query);
        return (await sound.list({ ...query, state: 'all' })).filter(({ disabledAt }) => disabledAt !== null);
      },
    }),
    'list returns the records of each state',
    'list returns the records that live beyond',
  ],
  [
    'lets keys live a millisecond longer in lists',
    (sound) => ({ list: (query) => sound.list({ ...query, now: new Date(query.now.getTime() - 1) }) }),
    'list returns the records of each state',
    'list returns the records that live beyond',
    'S06 list',
  ],
  [
    'filters by state only after it has read a page',
    (sound) => ({
      async list(query) {
        const page = await sound.list({ ...query, state: 'all' });
        return page.filter((key) => isInState(key, query.state, query.now));
      },
    }),
    'list fills a page with records of its state',
  ],
  [
    'returns every actor as a person',
    entries((found) => found.map((entry) => ({ ...entry, actor: { ...entry.actor, kind: 'user' } }))),
    'history returns the entries of one key',
    'reportLeak records a leak in every',
    'reportLeak takes over a disabling',
    'S06 reportLeak judges',
    'F13 reportLeak adds one',
    'reportLeak takes only leak_reported',
    'reportLeak ends a record whose leak',
    'F13 of ten reports of one key at',
    'F13 of ten reports of one key through',
  ],
  [
    'drops the expiry of audit entries',
    entries((found) => found.map((entry) => ({ ...entry, expiresAt: null }))),
    'history returns the expiry',
    'rotate writes the requested',
    'S04 of several concurrent calls of rotate',
    'rotate adds the successor',
    'rotate leaves the record unchanged',
  ],
  [
    'returns the expiry of audit entries in seconds',
    entries((found) =>
      found.map((entry) => ({ ...entry, expiresAt: entry.expiresAt && inSeconds(entry.expiresAt) })),
    ),
    'history returns the expiry',
    'rotate adds the successor',
  ],
  [
    'takes the expiry of audit entries from the record as it is now',
    (sound) => ({
      history: async (query) =>
        (await sound.history(query)).map((entry) => ({
          ...entry,
          expiresAt: entry.expiresAt && (sound.recordOf(entry.keyId)?.key.expiresAt ?? null),
        })),
    }),
    'history returns the expiry',
  ],
  [
    "returns a team's history with that of a person with the same ID",
    (sound) => ({
      async history(query) {
        const own = await sound.history(query);
        if (!('owner' in query.of)) return own;
        return [...own, ...(await sound.history({ ...query, of: { owner: asTeam(query.of.owner) } }))];
      },
    }),
    'history of an owner',
  ],
  [
    'sorts audit entries of one instant by a collation',
    entries((found) =>
      found.toSorted((one, other) => other.at.getTime() - one.at.getTime() || byLanguage(one, other)),
    ),
    'history returns the newest',
    'history returns every entry',
  ],
  [
    'continues a history after an instant, not after an audit entry',
    (sound) => ({ history: (query) => sound.history(withoutTies(query)) }),
    'history returns every entry',
    'history skips',
  ],
  [
    'continues a history by offset',
    (sound) => {
      const pages = byOffset();
      return {
        async history({ after, ...query }) {
          const skipped = pages.skipped(after);
          if (skipped === undefined) return sound.history({ ...query, after });
          const all = await sound.history({ ...query, after: null, limit: skipped + query.limit });
          const last = all.at(-1);
          if (last !== undefined) pages.remember(last, all.length);
          return all.slice(skipped);
        },
      };
    },
    'history skips',
  ],
  [
    'starts the history of a key again on each page',
    (sound) => ({
      history: (query) => sound.history('keyId' in query.of ? { ...query, after: null } : query),
    }),
    'history of one key',
  ],
  [
    'leaves out audit entries with an action that it does not know',
    entries((found) => found.filter(({ action }) => auditActions.some((known) => known === action))),
    'history returns an entry with an action',
  ],
  [
    'returns an action that it does not know as one that it knows',
    entries((found) =>
      found.map((entry) =>
        auditActions.some((known) => known === entry.action) ? entry : { ...entry, action: 'issued' },
      ),
    ),
    'history returns an entry with an action',
  ],
];
