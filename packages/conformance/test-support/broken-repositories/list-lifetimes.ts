import { livesBeyond } from '@postern/core/ports';
import { type BrokenRepository, inSeconds } from '../broken-repository.js';

/** Repositories whose `list` is wrong about how long keys live. */
export const brokenLifetimes: readonly BrokenRepository[] = [
  [
    'lists keys however long they live',
    (sound) => ({ list: ({ livesBeyondMs: _, ...query }) => sound.list(query) }),
    'list returns the records that live beyond',
    'list counts how long',
    'list fills a page with records that live',
  ],
  [
    'lists a key that lives exactly as long as the others must exceed',
    (sound) => ({
      list: ({ livesBeyondMs: ms, ...query }) =>
        sound.list({ ...query, livesBeyondMs: ms === undefined ? ms : ms - 1 }),
    }),
    'list returns the records that live beyond',
    'list counts how long',
    'list fills a page with records that live',
  ],
  [
    'does not count keys that never expire among those that live for long',
    (sound) => ({
      async list(query) {
        const found = await sound.list(query);
        return query.livesBeyondMs === undefined
          ? found
          : found.filter(({ expiresAt }) => expiresAt !== null);
      },
    }),
    'list returns the records that live beyond',
    'list fills a page with records that live',
  ],
  [
    'counts how long a key lives from now on',
    (sound) => ({
      async list({ livesBeyondMs: ms, ...query }) {
        const found = await sound.list(query);
        return found.filter(({ expiresAt }) => livesBeyond({ createdAt: query.now, expiresAt }, ms));
      },
    }),
    'list returns the records that live beyond',
    'list counts how long',
    'list fills a page with records that live',
  ],
  [
    'counts how long a key lives in seconds',
    (sound) => ({
      async list({ livesBeyondMs: ms, ...query }) {
        const found = await sound.list(query);
        return found.filter(({ createdAt, expiresAt }) =>
          livesBeyond({ createdAt: inSeconds(createdAt), expiresAt: expiresAt && inSeconds(expiresAt) }, ms),
        );
      },
    }),
    'list returns the records that live beyond',
    'list counts how long',
    'list fills a page with records that live',
  ],
  [
    'filters by lifetime only after it has read a page',
    (sound) => ({
      async list({ livesBeyondMs: ms, ...query }) {
        return (await sound.list(query)).filter((key) => livesBeyond(key, ms));
      },
    }),
    'list fills a page with records that live',
  ],
  [
    'lists keys of any state if they live for long',
    (sound) => ({
      list: (query) => sound.list(query.livesBeyondMs === undefined ? query : { ...query, state: 'all' }),
    }),
    'list returns the records that live beyond',
  ],
];
