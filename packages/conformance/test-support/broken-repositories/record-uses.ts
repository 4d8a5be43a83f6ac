import { keyState } from '@postern/core';
import { type BrokenRepository, type Defect, inSeconds, turn } from '../broken-repository.js';

/** Reads a record, and writes the whole record back with the instant of its use. */
const writingBack =
  (between: () => Promise<void>): Defect =>
  (sound) => ({
    async recordUses(uses) {
      for (const { keyId, at } of uses) {
        const stored = sound.recordOf(keyId);
        await between();
        const isEarlier = stored?.key.lastUsedAt != null && stored.key.lastUsedAt >= at;
        if (stored === undefined || stored.key.revokedAt !== null || isEarlier) continue;
        sound.restore({ ...stored, key: { ...stored.key, lastUsedAt: at } });
      }
    },
  });

/** Repositories whose `recordUses` is broken. */
export const brokenUses: readonly BrokenRepository[] = [
  [
    'keeps uses in whole seconds',
    (sound) => ({
      recordUses: (uses) => sound.recordUses(uses.map(({ keyId, at }) => ({ keyId, at: inSeconds(at) }))),
    }),
    'recordUses writes the instant',
  ],
  [
    'moves lastUsedAt back',
    (sound) => ({
      async recordUses(uses) {
        await sound.recordUses(uses);
        const [use] = uses;
        if (uses.length === 1 && use !== undefined && sound.recordOf(use.keyId)?.key.revokedAt === null)
          sound.overwrite(use.keyId, { lastUsedAt: use.at });
      },
    }),
    'recordUses never moves',
  ],
  [
    'keeps the last of several uses in a list, not the latest',
    (sound) => ({
      recordUses: (uses) => sound.recordUses([...new Map(uses.map((use) => [use.keyId, use])).values()]),
    }),
    'recordUses keeps the latest',
  ],
  [
    'records only uses of live keys',
    (sound) => ({
      async recordUses(uses) {
        const isLive = (keyId: (typeof uses)[number]['keyId']) => {
          const stored = sound.recordOf(keyId);
          return stored !== undefined && keyState(stored.key, new Date('2027-01-01')) === 'live';
        };
        await sound.recordUses(uses.filter(({ keyId }) => isLive(keyId)));
      },
    }),
    'recordUses writes earlier',
    'S03 of a concurrent disabling that saw no use',
  ],
  [
    'records uses of revoked keys',
    (sound) => ({
      async recordUses(uses) {
        await sound.recordUses(uses);
        for (const { keyId, at } of uses) {
          if (sound.recordOf(keyId)?.key.revokedAt != null) sound.overwrite(keyId, { lastUsedAt: at });
        }
      },
    }),
    'S03 recordUses leaves',
    'M07 an attempt during',
  ],
  [
    'undoes a revocation by writing back the record of a use',
    writingBack(turn),
    'S03 a use that is recorded',
    'S03 disable leaves a key that was used since',
    'S03 of a concurrent disabling that saw no use',
    'M07 a record of an earlier attempt that was used',
    'S04 a concurrent rotation, revokeAll',
    "a change that can't be made",
  ],
  [
    'restores a purged record when a use is recorded',
    (sound) => {
      const known = new Map<string, Parameters<typeof sound.restore>[0]>();
      return {
        insert(of, entry, cap) {
          known.set(of.key.id, of);
          return sound.insert(of, entry, cap);
        },
        async recordUses(uses) {
          await sound.recordUses(uses);
          for (const { keyId } of uses) {
            const once = known.get(keyId);
            if (once !== undefined && sound.recordOf(keyId) === undefined) sound.restore(once);
          }
        },
      };
    },
    'S03 recording a use of a',
  ],
  [
    'records no uses if the record of one is missing',
    (sound) => ({
      async recordUses(uses) {
        if (uses.every(({ keyId }) => sound.recordOf(keyId) !== undefined)) await sound.recordUses(uses);
      },
    }),
    'S03 recordUses ignores',
  ],
  [
    'records only 1,000 uses',
    (sound) => ({ recordUses: (uses) => sound.recordUses(uses.slice(0, 1_000)) }),
    'recordUses accepts',
  ],
];
