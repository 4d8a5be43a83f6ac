import type { AllKeysQuery } from '@postern/core/ports';
import type { BrokenRepository, Defect } from '../broken-repository.js';

/** Asks a sound `listAll` for something else on the second page and later. */
const laterAsking =
  (change: (query: AllKeysQuery) => Partial<AllKeysQuery>): Defect =>
  (sound) => ({
    listAll: (query) => sound.listAll(query.after === null ? query : { ...query, ...change(query) }),
  });

const once = 'listAll returns every record once';
const filteredPages = 'listAll returns every record that meets';

/** Repositories whose `listAll` is broken from the second page on. */
export const brokenPages: readonly BrokenRepository[] = [
  [
    'starts a list of unused keys at the instant again on every page',
    laterAsking(({ unusedSince, expiresBefore, after }) => ({
      after: unusedSince && !expiresBefore ? { at: unusedSince, id: '' } : after,
    })),
    filteredPages,
  ],
  [
    'starts a list of working keys that expire soon at the present again on every page',
    laterAsking(({ state, expiresBefore, now, after }) => ({
      after: state === 'accepted' && expiresBefore ? { at: now, id: '' } : after,
    })),
    filteredPages,
  ],
  [
    'forgets after the first page who created the keys that it lists',
    laterAsking(() => ({ createdBy: undefined })),
    filteredPages,
  ],
  [
    'forgets after the first page how long the keys may live that it lists',
    laterAsking(() => ({ livesBeyondMs: undefined })),
    filteredPages,
  ],
  [
    'has one page of the keys that an actor created',
    (sound) => ({
      async listAll(query) {
        const page = await sound.listAll(query);
        return query.createdBy === undefined ? page : { ...page, next: null };
      },
    }),
    filteredPages,
  ],
  [
    'continues a list of all keys after an instant once it has listed all keys of that instant',
    (sound) => ({
      async listAll(query) {
        const page = await sound.listAll(query);
        if (page.next === null || query.expiresBefore !== undefined) return page;
        const [following] = (await sound.listAll({ ...query, after: page.next, limit: 1 })).keys;
        const isTie = following?.createdAt.getTime() === page.next.at.getTime();
        return isTie ? page : { ...page, next: { at: page.next.at, id: '' } };
      },
    }),
    once,
    filteredPages,
    'listAll skips and repeats nothing',
  ],
];
