import type { ApiKey } from '@postern/core';
import { type BrokenRepository, turn } from '../broken-repository.js';

const endOfTime = new Date(8.64e15);
const owners = [
  { kind: 'user', id: 'ada' },
  { kind: 'team', id: 'platform' },
];

/** Repositories whose `purge` is broken. */
export const brokenPurges: readonly BrokenRepository[] = [
  [
    'also purges disabled keys',
    (sound) => ({
      async purge(query, entryOf) {
        const owner = { kind: 'user', id: 'ada' };
        const disabled = await sound.list({
          owner,
          state: 'disabled',
          now: query.revokedBefore,
          after: null,
          limit: 100,
        });
        for (const key of disabled) {
          const entry = entryOf(key);
          await sound.revoke({ keyId: key.id, at: new Date(0), reason: null }, entry);
          sound.hide(entry);
        }
        return sound.purge(query, entryOf);
      },
    }),
    'purge removes records in exactly the',
  ],
  [
    'purges all revoked keys, however recent',
    (sound) => ({ purge: (query, entryOf) => sound.purge({ ...query, revokedBefore: endOfTime }, entryOf) }),
    'purge removes the records of',
    'listAll skips',
  ],
  [
    'purges to the end of the second',
    (sound) => ({
      purge(query, entryOf) {
        const ms = query.revokedBefore.getTime();
        const revokedBefore = new Date(ms - (ms % 1_000) + 1_000);
        return sound.purge({ ...query, revokedBefore }, entryOf);
      },
    }),
    'purge removes the records of',
  ],
  [
    'purges without a limit',
    (sound) => ({ purge: (query, entryOf) => sound.purge({ ...query, limit: 1_000 }, entryOf) }),
    'purge removes at most',
  ],
  [
    'purges audit entries with their record',
    (sound) => ({
      async purge(query, entryOf) {
        const gone: Pick<ApiKey, 'id'>[] = [];
        const count = await sound.purge(query, (key) => {
          gone.push(key);
          return entryOf(key);
        });
        for (const { id } of gone) {
          const [, ...older] = await sound.history({ of: { keyId: id }, after: null, limit: 100 });
          sound.hide(...older);
        }
        return count;
      },
    }),
    'purge keeps all audit entries',
  ],
  [
    'writes no audit entries when it purges',
    (sound) => ({
      purge: (query, entryOf) =>
        sound.purge(query, (key) => {
          const entry = entryOf(key);
          sound.hide(entry);
          return entry;
        }),
    }),
    'purge keeps all audit entries',
    'S04 of several concurrent purges',
    'purge removes all or none',
  ],
  [
    'returns 0 without looking while another purge is under way',
    (sound) => {
      let isUnderWay = false;
      return {
        async purge(query, entryOf) {
          if (isUnderWay) return 0;
          isUnderWay = true;
          await turn();
          const count = await sound.purge(query, entryOf);
          isUnderWay = false;
          return count;
        },
      };
    },
    'F14 of several concurrent',
  ],
  [
    'counts the records that it found, not those that it removed',
    (sound) => ({
      async purge(query, entryOf) {
        const found: unknown[] = [];
        for (const owner of owners) {
          const revoked = await sound.list({
            owner,
            state: 'revoked',
            now: endOfTime,
            after: null,
            limit: 100,
          });
          found.push(
            ...revoked.filter(({ revokedAt }) => revokedAt !== null && revokedAt < query.revokedBefore),
          );
        }
        await turn();
        await sound.purge(query, entryOf);
        return Math.min(found.length, query.limit);
      },
    }),
    'S04 of several concurrent purges',
  ],
  [
    'clears the successor ID of a key when the successor is purged',
    (sound) => ({
      async purge(query, entryOf) {
        const gone: string[] = [];
        const count = await sound.purge(query, (key) => {
          gone.push(key.id);
          return entryOf(key);
        });
        for (const owner of owners) {
          const left = await sound.list({ owner, state: 'all', now: endOfTime, after: null, limit: 100 });
          for (const { id, successorId } of left) {
            if (successorId !== null && gone.includes(successorId))
              sound.overwrite(id, { successorId: null });
          }
        }
        return count;
      },
    }),
    'purging one record of a rotation',
  ],
];
