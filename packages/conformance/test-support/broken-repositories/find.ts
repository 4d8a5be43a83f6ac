import type { ApiKey, KeyId } from '@postern/core';
import type { FoundKey, StoredKey } from '@postern/core/ports';
import { keyIdOf } from '../../src/key-repository/subject.js';
import { type BrokenRepository, entryOf, inSeconds, record, stored, turn } from '../broken-repository.js';

/** Repositories whose `find`, `get`, `insert` or columns are broken. */
export const brokenRecords: readonly BrokenRepository[] = [
  [
    'returns an entry with undefined for a key ID without a record',
    (sound) => ({
      find: async (ids) => {
        const found = await sound.find(ids);
        return new Map(ids.map((id) => [id, found.get(id) as FoundKey]));
      },
    }),
    'find leaves a key ID',
    'find distinguishes upper case',
  ],
  [
    'truncates hashes to 255 characters',
    stored((found) => ({ ...found, hash: found.hash.slice(0, 255) as StoredKey['hash'] })),
    'get returns every field of',
  ],
  [
    'knows no years after 9999',
    record(({ expiresAt }) => ({
      expiresAt: expiresAt && new Date(Math.min(expiresAt.getTime(), 253402300799999)),
    })),
    'get returns instants from',
  ],
  [
    'treats empty scopes as null',
    record(({ scopes }) => ({ scopes: scopes?.length === 0 ? null : scopes })),
    'find distinguishes scopes',
  ],
  [
    'reports a key that expires at the end of 9999 as never expiring, in find but not in get',
    (sound) => ({
      find: (ids) =>
        new Map(
          ids.flatMap((id) => {
            const found = sound.recordOf(id);
            const isLast = found?.key.expiresAt?.getTime() === 253402300799999;
            return entryOf(id, isLast ? { ...found, key: { ...found.key, expiresAt: null } } : found);
          }),
        ),
    }),
    'find returns everything that a verification',
    'get returns every field of',
  ],
  ...(
    [
      [
        'an invalid date for an instant',
        { expiresAt: new Date(Number.NaN) },
        'what a caller does with a record',
      ],
      ['a number for an instant', { revokedAt: 0 }],
      ['the text of its scopes', { scopes: '["agents:read","agents:write"]' }],
      ['no field for what is null', { disabledAt: undefined }],
      ['another key ID', { id: keyIdOf('z') }],
    ] as const
  ).map(
    ([what, wrong, ...others]): BrokenRepository => [
      `finds ${what}`,
      (sound) => ({
        async find(ids) {
          const found = [...(await sound.find(ids))];
          return new Map(
            found.map(([id, one]) => [
              id,
              ('key' in one && one.key.owner.id === 'platform'
                ? { ...one, key: { ...one.key, ...wrong } }
                : one) as FoundKey,
            ]),
          );
        },
      }),
      'find returns everything that a verification',
      'F15 find returns',
      'get returns every field of',
      'rotate adds the successor exactly',
      ...others,
    ],
  ),
  [
    'returns a record for an unknown key ID in get',
    (sound) => {
      let any: ApiKey | undefined;
      return {
        insert(of, entry, cap) {
          any = of.key;
          return sound.insert(of, entry, cap);
        },
        get: async (id) => sound.recordOf(id)?.key ?? (id === keyIdOf('Q') ? any : undefined),
      };
    },
    'get returns undefined',
  ],
  [
    'reads only 255 records in one call',
    (sound) => ({ find: (ids) => sound.find(ids.slice(0, 255)) }),
    'find accepts 256 key',
  ],
  [
    'finds records by key IDs in upper or lower case',
    (sound) => {
      const spellings = new Map<string, KeyId>();
      const like = (id: KeyId) => spellings.get(id.toLowerCase()) ?? id;
      return {
        insert(of, entry, cap) {
          spellings.set(of.key.id.toLowerCase(), of.key.id);
          return sound.insert(of, entry, cap);
        },
        find: (ids) =>
          new Map(ids.flatMap((id) => entryOf(id, sound.recordOf(id) ?? sound.recordOf(like(id))))),
        get: async (id) => (sound.recordOf(id) ?? sound.recordOf(like(id)))?.key,
      };
    },
    'find distinguishes upper case',
  ],
  [
    'returns a cached record after a revocation',
    (sound) => {
      const cache = new Map<KeyId, StoredKey>();
      sound.onEvent(({ isOwn }) => {
        if (!isOwn) cache.clear();
      });
      const forgetting = <Args extends unknown[], Result>(write: (...args: Args) => Result) => {
        return (...args: Args): Result => {
          cache.clear();
          return write(...args);
        };
      };
      return {
        find(ids) {
          for (const id of ids) {
            const found = cache.get(id) ?? sound.recordOf(id);
            if (found !== undefined) cache.set(id, found);
          }
          return new Map([...cache].filter(([id]) => ids.includes(id)));
        },
        insert: forgetting(sound.insert),
        disable: forgetting(sound.disable),
        reportLeak: forgetting(sound.reportLeak),
        enable: forgetting(sound.enable),
        rename: forgetting(sound.rename),
        rotate: forgetting(sound.rotate),
        rehash: forgetting(sound.rehash),
        purge: forgetting(sound.purge),
        recordUses: forgetting(sound.recordUses),
        claimOffer: forgetting(sound.claimOffer),
      };
    },
    'what a caller does with a record',
    'S01 find sees a revocation as soon',
    'revoke writes',
    'revoke changes',
    'S04 of several concurrent calls of revoke',
    'revoke leaves the record',
    'M07 a record of an earlier attempt that was used',
    'M07 a record of an earlier attempt that was rotated',
  ],
  [
    'keeps instants in whole seconds',
    record(({ createdAt, expiresAt, rotatedAt, disabledAt, revokedAt, lastUsedAt }) => ({
      createdAt: inSeconds(createdAt),
      expiresAt: expiresAt && inSeconds(expiresAt),
      rotatedAt: rotatedAt && inSeconds(rotatedAt),
      disabledAt: disabledAt && inSeconds(disabledAt),
      revokedAt: revokedAt && inSeconds(revokedAt),
      lastUsedAt: lastUsedAt && inSeconds(lastUsedAt),
    })),
    'find returns everything that a verification',
    'listAll returns the records of all owners',
    'get returns every field of',
    'reportLeak records a leak in every',
    'S06 reportLeak judges',
    'reportLeak ends a record whose leak',
    'revoke writes',
    'disable writes',
    'disable (taking over) writes',
    'rotate writes',
    'rotate adds the successor',
    'recordUses writes the instant',
    'M07 a record of an earlier attempt that was used',
    'S06 a predecessor is revoked only',
  ],
  [
    'loses the audit entry of an insert',
    (sound) => ({
      insert(of, entry, cap) {
        sound.hide(entry);
        return sound.insert(of, entry, cap);
      },
    }),
    'insert writes',
    'S09 of several concurrent',
    'insert leaves no record',
    'purge keeps all audit entries',
    'history returns the entries of one key',
    'history returns the expiry',
    'history of an owner',
    'history returns the newest',
    'history skips',
    'history of one key',
    'owners that look alike',
    'history returns an entry with an action',
  ],
  [
    'overwrites a record whose key ID is taken',
    (sound) => ({
      async insert(of, entry, cap) {
        if (!(await sound.insert(of, entry, cap))) sound.restore(of);
        return true;
      },
    }),
    'S09 insert returns',
    'S09 the key ID',
    'S09 of several concurrent',
    "a change that can't be made",
  ],
  [
    'reports a taken key ID as free',
    (sound) => ({ insert: async (of, entry, cap) => (await sound.insert(of, entry, cap)) || true }),
    'S09 insert returns',
    'S09 the key ID',
    'S09 of several concurrent',
    "a change that can't be made",
  ],
  [
    'reuses the key ID of a revoked record',
    (sound) => ({
      async insert(of, entry, cap) {
        const free = sound.recordOf(of.key.id)?.key.revokedAt != null;
        return free || sound.insert(of, entry, cap);
      },
    }),
    'S09 the key ID',
  ],
  [
    'checks whether a key ID is taken and inserts later',
    (sound) => ({
      async insert(of, entry, cap) {
        const taken = sound.recordOf(of.key.id) !== undefined;
        await turn();
        await sound.insert(of, entry, cap);
        return !taken;
      },
    }),
    'S09 of several concurrent',
  ],
];
