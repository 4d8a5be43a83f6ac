import type { ApiKey } from '@postern/core';
import type { StoredKey } from '@postern/core/ports';
import type { BrokenRepository } from '../broken-repository.js';

const withKindAsPrefix = (key: ApiKey): ApiKey => ({ ...key, prefix: key.owner.kind });
const storedWithKind = ({ key, hash }: StoredKey): StoredKey => ({ key: withKindAsPrefix(key), hash });

/** Repositories that take the kind of a key for its prefix. */
export const brokenPrefixes: readonly BrokenRepository[] = [
  [
    'lists all keys with their kinds as prefixes',
    (sound) => ({
      async listAll(query) {
        const { keys, next } = await sound.listAll(query);
        return { keys: keys.map(withKindAsPrefix), next };
      },
    }),
    'get, list and listAll return the prefix',
  ],
  [
    'lists the keys of an owner with their kinds as prefixes',
    (sound) => ({ list: async (query) => (await sound.list(query)).map(withKindAsPrefix) }),
    'get, list and listAll return the prefix',
  ],
  [
    'writes the kind of a successor as its prefix',
    (sound) => ({
      rotate: (rotation, entries, entryOf) =>
        sound.rotate({ ...rotation, successor: storedWithKind(rotation.successor) }, entries, entryOf),
    }),
    'rotate adds the successor exactly',
  ],
  [
    'writes the kind of a key of an idempotent request as its prefix',
    (sound) => ({
      insertIdempotent: (insertion, entry, entryOf) =>
        sound.insertIdempotent({ ...insertion, stored: storedWithKind(insertion.stored) }, entry, entryOf),
    }),
    'insertIdempotent writes',
    'M07 the last attempt of a request leaves',
    'S01 find and get see insertIdempotent',
  ],
  [
    'writes the kind of a claimed key as its prefix',
    (sound) => ({
      claimOffer: (claim, entries, entryOf) =>
        sound.claimOffer(
          'insert' in claim.change
            ? { ...claim, change: { insert: storedWithKind(claim.change.insert) } }
            : claim,
          entries,
          entryOf,
        ),
    }),
    'claimOffer marks',
  ],
];
