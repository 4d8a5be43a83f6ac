import { type ApiKey, type KeyId, keyState } from '@postern/core';
import type { EntryOfKey, OwnerRevocation } from '@postern/core/ports';
import { type BrokenRepository, rememberingEntryIds, turn } from '../broken-repository.js';
import type { SoundRepository } from '../sound-repository.js';

/** Repositories whose `revoke` or `revokeAll` is broken. */
export const brokenRevocations: readonly BrokenRepository[] = [
  [
    'overwrites a revocation with a second one',
    (sound) => ({
      async revoke(revocation, entry) {
        const { keyId, at, reason } = revocation;
        if (await sound.revoke(revocation, entry)) return true;
        sound.overwrite(keyId, { revokedAt: at, reason });
        return sound.recordOf(keyId) !== undefined;
      },
    }),
    'revoke changes',
    'S04 revoke returns false the second',
    'S04 of several concurrent calls of revoke',
    'S04 if the record is not as expected, revoke',
    'S04 of concurrent',
    'S04 one of a concurrent rotation',
  ],
  [
    'leaves expired keys unrevoked',
    (sound) => ({
      async revoke(revocation, entry) {
        const stored = sound.recordOf(revocation.keyId);
        const isExpired = stored !== undefined && keyState(stored.key, revocation.at) === 'expired';
        return !isExpired && sound.revoke(revocation, entry);
      },
    }),
    'revoke changes',
  ],
  [
    'keeps the reason of a disabling if the revocation has none',
    (sound) => ({
      async revoke(revocation, entry) {
        const reason = revocation.reason ?? sound.recordOf(revocation.keyId)?.key.reason ?? null;
        return sound.revoke({ ...revocation, reason }, entry);
      },
    }),
    'revoke without a reason',
  ],
  [
    'writes only one audit entry when it revokes all',
    (sound) => ({
      revokeAll(revocation, entryOf) {
        let written = 0;
        return sound.revokeAll(revocation, (key) => {
          const entry = entryOf(key);
          written += 1;
          if (written > 1) sound.hide(entry);
          return entry;
        });
      },
    }),
    'revokeAll writes',
    'S04 of concurrent',
    'revokeAll revokes all or none',
    'S04 a concurrent rotation, revokeAll',
  ],
  [
    'leaves expired keys unrevoked when it revokes all',
    (sound) => ({
      revokeAll: (revocation, entryOf) =>
        revokeOneByOne(sound, revocation, entryOf, (key) => keyState(key, revocation.at) !== 'expired'),
    }),
    'revokeAll changes',
    'S04 no successor escapes',
  ],
  [
    'revokes all keys of owners with that ID, of any kind',
    (sound) => ({
      revokeAll: async (revocation, entryOf) => [
        ...(await sound.revokeAll(revocation, entryOf)),
        ...(await sound.revokeAll({ ...revocation, owner: { ...revocation.owner, kind: 'team' } }, entryOf)),
      ],
    }),
    'revokeAll leaves the keys',
  ],
  [
    'also revokes keys created at the instant itself',
    (sound) => ({
      revokeAll(revocation, entryOf) {
        const { createdBefore } = revocation;
        const later = createdBefore && new Date(createdBefore.getTime() + 1);
        return sound.revokeAll({ ...revocation, createdBefore: later }, entryOf);
      },
    }),
    'revokeAll leaves records',
  ],
  [
    'keeps the reasons of disablings when it revokes all without a reason',
    (sound) => ({
      async revokeAll(revocation, entryOf) {
        const { owner, at: now } = revocation;
        const before = await sound.list({ owner, state: 'all', now, after: null, limit: 1_000 });
        const keyIds = await sound.revokeAll(revocation, entryOf);
        if (revocation.reason === null) for (const { id, reason } of before) sound.overwrite(id, { reason });
        return keyIds;
      },
    }),
    'revokeAll without',
  ],
  [
    'returns the key IDs of all revoked keys, including those revoked before',
    (sound) => ({
      async revokeAll(revocation, entryOf) {
        await sound.revokeAll(revocation, entryOf);
        const query = { owner: revocation.owner, state: 'revoked', now: revocation.at, after: null } as const;
        return (await sound.list({ ...query, limit: 1_000 })).map(({ id }) => id);
      },
    }),
    'revokeAll changes',
    'S04 revokeAll returns no',
    'S04 of concurrent',
    'revokeAll revokes at most',
    'S01 find and get see revokeAll',
  ],
  [
    'revokes all without a limit',
    (sound) => ({
      revokeAll: (revocation, entryOf) => sound.revokeAll({ ...revocation, limit: 1_000 }, entryOf),
    }),
    'revokeAll revokes at most',
  ],
  [
    'looks for records to revoke and revokes them later',
    (sound) => ({
      async revokeAll(revocation, entryOf) {
        const { owner, at: now, createdBefore, limit } = revocation;
        const all = await sound.list({ owner, state: 'all', now, after: null, limit: 1_000 });
        const found = all.filter(
          (key) => key.revokedAt === null && (createdBefore === null || key.createdAt < createdBefore),
        );
        await turn();
        await sound.revokeAll(revocation, entryOf);
        return found.slice(0, limit).map(({ id }) => id);
      },
    }),
    'S04 of concurrent',
  ],
  [
    'stops revoking after a number of keys, although some are left',
    (sound) => {
      let left = 100;
      return {
        async revokeAll(revocation, entryOf) {
          const limit = Math.min(left, revocation.limit);
          const keyIds = limit === 0 ? [] : await sound.revokeAll({ ...revocation, limit }, entryOf);
          left -= keyIds.length;
          return keyIds;
        },
      };
    },
    'revokeAll revokes at most',
  ],
  [
    'misses a successor that is added while it revokes all',
    (sound) => ({
      async revokeAll(revocation, entryOf) {
        const { owner, at: now } = revocation;
        const before = await sound.list({ owner, state: 'all', now, after: null, limit: 1_000 });
        const isKnown = ({ id }: ApiKey) => before.some((key) => key.id === id);
        await turn();
        return revokeOneByOne(sound, revocation, entryOf, isKnown);
      },
    }),
    'S04 no successor escapes',
  ],
  [
    'revokes all keys one by one and stops if an audit entry fails',
    (sound) => {
      const { taken, insert } = rememberingEntryIds(sound);
      return {
        insert,
        revokeAll: (revocation, entryOf) =>
          revokeOneByOne(sound, revocation, (key) => {
            const entry = entryOf(key);
            if (taken.has(entry.id)) throw new Error('taken');
            return entry;
          }),
      };
    },
    'revokeAll revokes all or none',
    'S04 no successor escapes',
  ],
];

async function revokeOneByOne(
  sound: SoundRepository,
  { owner, at, reason, createdBefore, limit }: OwnerRevocation,
  entryOf: EntryOfKey,
  isMeant: (key: ApiKey) => boolean = () => true,
): Promise<readonly KeyId[]> {
  const revoked: KeyId[] = [];
  for (const key of await sound.list({ owner, state: 'all', now: at, after: null, limit: 1_000 })) {
    if (revoked.length === limit) break;
    if ((createdBefore !== null && key.createdAt >= createdBefore) || !isMeant(key)) continue;
    if (await sound.revoke({ keyId: key.id, at, reason }, entryOf(key))) revoked.push(key.id);
  }
  return revoked;
}
