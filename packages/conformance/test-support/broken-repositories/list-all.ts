import type { ApiKey } from '@postern/core';
import { type AllKeysPage, type AllKeysQuery, livesBeyond, type Position } from '@postern/core/ports';
import { type BrokenRepository, byLanguage, inSeconds, withoutTies } from '../broken-repository.js';

/** Changes what a sound `listAll` is asked. */
const asking =
  (change: (query: AllKeysQuery) => AllKeysQuery): BrokenRepository[1] =>
  (sound) => ({ listAll: (query) => sound.listAll(change(query)) });

/** Changes the records that a sound `listAll` returns. */
const returning =
  (change: (keys: readonly ApiKey[], query: AllKeysQuery) => readonly ApiKey[]): BrokenRepository[1] =>
  (sound) => ({
    async listAll(query) {
      const { keys, next } = await sound.listAll(query);
      return { keys: change(keys, query), next };
    },
  });

/** Finds records without one condition, and decides about them itself. */
const deciding =
  <Name extends 'createdBy' | 'unusedSince' | 'livesBeyondMs'>(
    name: Name,
    meets: (key: ApiKey, asked: NonNullable<AllKeysQuery[Name]>) => boolean,
  ): BrokenRepository[1] =>
  (sound) => ({
    async listAll(query) {
      const asked = query[name];
      if (asked === undefined) return sound.listAll(query);
      const { keys, next } = await sound.listAll({ ...query, [name]: undefined });
      return { keys: keys.filter((key) => meets(key, asked)), next };
    },
  });

const wasBefore = (at: Date | null, end: Date) => at === null || at < end;

const conditions = 'listAll returns the records that meet each condition';
const everyPage = 'listAll returns every record once';
const filteredPages = 'listAll returns every record that meets';
const changing = 'listAll skips and repeats nothing';
const position = 'listAll continues after';
const instants = 'listAll accepts every instant';

/** Repositories whose `listAll` is broken. */
export const brokenListsOfAll: readonly BrokenRepository[] = [
  [
    'lists the keys of people only, if it lists those of all',
    returning((keys) => keys.filter(({ owner }) => owner.kind === 'user')),
    'listAll returns the records of all owners',
    conditions,
  ],
  [
    'lists all keys as an owner may see them, without their scopes',
    returning((keys) => keys.map((key) => ({ ...key, scopes: null }))),
    'listAll returns the records of all owners',
  ],
  [
    'lists the keys of the first kind of several',
    asking(({ kinds, ...query }) => (kinds === undefined ? query : { ...query, kinds: kinds.slice(0, 1) })),
    conditions,
  ],
  [
    'ignores the kinds of a list of all keys if there is none',
    asking(({ kinds, ...query }) => (kinds?.length ? { ...query, kinds } : query)),
    'listAll returns nothing',
  ],
  [
    'takes lifetimes of no kind for no lifetimes',
    asking(({ livesBeyondMs, ...query }) =>
      livesBeyondMs && Object.keys(livesBeyondMs).length > 0 ? { ...query, livesBeyondMs } : query,
    ),
    'listAll returns nothing',
  ],
  [
    'lists keys of kinds without a lifetime among those that live beyond theirs',
    deciding('livesBeyondMs', (key, ms) => livesBeyond(key, ms[key.owner.kind])),
    conditions,
    'listAll returns nothing',
  ],
  [
    'looks only at the ID of the actor that created a key',
    deciding('createdBy', ({ createdBy }, { id }) => createdBy.id === id),
    'listAll distinguishes',
    conditions,
  ],
  [
    'finds the creator of a key in upper or lower case',
    deciding(
      'createdBy',
      ({ createdBy }, { kind, id }) =>
        createdBy.kind === kind && createdBy.id.toLowerCase() === id.toLowerCase(),
    ),
    'listAll distinguishes',
    conditions,
  ],
  [
    'lists the keys that a person owns as those that the person created',
    deciding('createdBy', ({ owner }, { id }) => owner.kind === 'user' && owner.id === id),
    'listAll distinguishes',
    conditions,
  ],
  ['ignores whether keys never expire', asking(({ neverExpires: _, ...query }) => query), conditions],
  [
    'takes false for true when it is asked whether keys never expire',
    asking((query) => (query.neverExpires === false ? { ...query, neverExpires: true } : query)),
    conditions,
  ],
  [
    'lists a key that expires at the very instant among those that expire before it',
    asking(({ expiresBefore, ...query }) =>
      expiresBefore === undefined || expiresBefore.getTime() === 8.64e15
        ? { ...query, expiresBefore }
        : { ...query, expiresBefore: new Date(expiresBefore.getTime() + 1) },
    ),
    conditions,
  ],
  [
    'lists keys that expire soon with the newest first',
    returning((keys, { expiresBefore }) =>
      expiresBefore === undefined
        ? keys
        : keys.toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime()),
    ),
    conditions,
    'listAll puts records that expire',
    everyPage,
    filteredPages,
    position,
  ],
  [
    'sorts keys that expire at one instant as new ones, in descending order',
    returning((keys, { expiresBefore }) =>
      expiresBefore === undefined
        ? keys
        : keys.toSorted(
            (one, other) => Number(one.expiresAt) - Number(other.expiresAt) || (one.id < other.id ? 1 : -1),
          ),
    ),
    conditions,
    'listAll puts records that expire',
    everyPage,
    filteredPages,
  ],
  [
    'sorts all keys of one instant by a collation',
    returning((keys) =>
      keys.toSorted(
        (one, other) => Number(other.createdAt) - Number(one.createdAt) || byLanguage(one, other),
      ),
    ),
    'listAll puts records of one instant',
    'listAll puts records that expire',
    conditions,
    everyPage,
    filteredPages,
    position,
  ],
  [
    'counts a use at the very instant as one before it',
    deciding(
      'unusedSince',
      ({ createdAt, lastUsedAt }, since) => createdAt < since && (lastUsedAt === null || lastUsedAt <= since),
    ),
    'listAll counts a use',
    conditions,
  ],
  [
    'counts keys that were created a moment ago as unused',
    deciding('unusedSince', ({ lastUsedAt }, since) => wasBefore(lastUsedAt, since)),
    'listAll counts a use',
    conditions,
  ],
  [
    'does not count keys that were never used among the unused ones',
    deciding(
      'unusedSince',
      ({ createdAt, lastUsedAt }, since) => createdAt < since && lastUsedAt !== null && lastUsedAt < since,
    ),
    'listAll counts a use',
    conditions,
    instants,
  ],
  [
    'takes the states of all keys from now, not from the instant of the query',
    asking((query) => ({ ...query, now: new Date('2026-06-01T00:00:00.001Z') })),
    conditions,
  ],
  ['lists all keys of any state', asking((query) => ({ ...query, state: 'all' })), conditions],
  [
    'continues a list of all keys after an instant, not after a key',
    asking(withoutTies),
    instants,
    everyPage,
    filteredPages,
    changing,
    position,
  ],
  [
    'continues a list of all keys by offset',
    (sound) => {
      const counts = new Map<string, number>();
      const name = ({ at, id }: Position) => `${at.getTime()} ${id}`;
      return {
        async listAll({ after, ...query }): Promise<AllKeysPage> {
          const skipped = after === null ? 0 : counts.get(name(after));
          if (skipped === undefined) return sound.listAll({ ...query, after });
          const all = await sound.listAll({ ...query, after: null, limit: skipped + query.limit });
          if (all.next !== null) counts.set(name(all.next), all.keys.length);
          return { ...all, keys: all.keys.slice(skipped) };
        },
      };
    },
    changing,
  ],
  [
    'has no more keys once a page of all keys is full',
    (sound) => ({
      async listAll(query) {
        const { keys, next } = await sound.listAll(query);
        return { keys, next: keys.length < query.limit ? next : null };
      },
    }),
    everyPage,
    filteredPages,
    changing,
  ],
  [
    'has no more keys once none of those that it examined met the conditions',
    (sound) => ({
      async listAll({ kinds, ...query }) {
        const { keys, next } = await sound.listAll(query);
        const listed = keys.filter(({ owner }) => kinds === undefined || kinds.includes(owner.kind));
        return { keys: listed, next: listed.length === 0 ? null : next };
      },
    }),
    filteredPages,
  ],
  [
    'continues a list of all keys after its page, although it examined more',
    (sound) => ({
      async listAll(query) {
        const { keys, next } = await sound.listAll({ ...query, limit: query.limit + 1 });
        return { keys: keys.slice(0, query.limit), next };
      },
    }),
    everyPage,
    filteredPages,
    changing,
  ],
  [
    'lists one key more than the limit of a list of all keys',
    asking((query) => ({ ...query, limit: query.limit + 1 })),
    everyPage,
    filteredPages,
    changing,
  ],
  [
    'continues a list of all keys only after an existing key',
    (sound) => ({
      async listAll({ after, ...query }) {
        const all = await sound.listAll({ ...query, after: null, limit: 10_000 });
        const keys = all.keys.slice(all.keys.findIndex(({ id }) => id === after?.id) + 1);
        const page = await sound.listAll({ ...query, after });
        return { keys: keys.slice(0, query.limit), next: page.next };
      },
    }),
    position,
    instants,
  ],
  [
    'ignores milliseconds when it sorts all keys',
    returning((keys, { expiresBefore }) => {
      const ms = ({ createdAt, expiresAt }: ApiKey) =>
        expiresBefore === undefined
          ? -inSeconds(createdAt).getTime()
          : Number(expiresAt && inSeconds(expiresAt));
      return keys.toSorted((one, other) => ms(one) - ms(other) || (one.id < other.id ? 1 : -1));
    }),
    'listAll returns the records of all owners',
    conditions,
    'listAll puts records that expire',
    'listAll counts a use',
    everyPage,
    filteredPages,
  ],
];
