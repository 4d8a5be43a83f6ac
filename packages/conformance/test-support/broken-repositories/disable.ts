import { keyState } from '@postern/core';
import type { BrokenRepository } from '../broken-repository.js';

/** Repositories whose `disable`, `enable` or `rename` is broken. */
export const brokenDisablings: readonly BrokenRepository[] = [
  [
    'disables no rotated keys',
    (sound) => ({
      async disable(disabling, entry) {
        const stored = sound.recordOf(disabling.keyId);
        const isRotated = stored !== undefined && keyState(stored.key, disabling.at) === 'rotated';
        return !isRotated && sound.disable(disabling, entry);
      },
    }),
    'disable changes',
    'S03 disable requires',
  ],
  [
    'never takes over a disabling',
    (sound) => ({
      disable: async (disabling, entry) => disabling.over === null && sound.disable(disabling, entry),
    }),
    'disable changes',
    'disable (taking over) writes',
    'disable (taking over) changes',
    'S03 disable requires',
    'S04 of several concurrent calls of disable (taking',
    'if the record is as expected, disable (taking',
    'disable (taking over) leaves',
    'S01 find and get see disable (taking over)',
  ],
  [
    'takes over a disabling by any actor',
    (sound) => ({
      disable(disabling, entry) {
        const over = disabling.over && (sound.recordOf(disabling.keyId)?.key.disabledBy ?? disabling.over);
        return sound.disable({ ...disabling, over }, entry);
      },
    }),
    'disable takes over a',
    'S04 disable (taking over) returns',
    'S04 of several concurrent calls of disable (taking',
  ],
  [
    'takes over the disabling of a record that is enabled again',
    (sound) => ({
      disable: async (disabling, entry) =>
        (await sound.disable(disabling, entry)) || sound.disable({ ...disabling, over: null }, entry),
    }),
    'disable (taking over) changes',
    'S04 of a concurrent enable and disable',
  ],
  [
    'disables a key whatever its last use is',
    (sound) => ({
      disable: (disabling, entry) => sound.disable({ ...disabling, lastUsedAt: undefined }, entry),
    }),
    'S03 disable requires',
    'S03 disable leaves a key that was used since',
  ],
  [
    'disables a rotated key whatever its last use is',
    (sound) => ({
      disable(disabling, entry) {
        const isRotated = sound.recordOf(disabling.keyId)?.key.rotatedAt != null;
        return sound.disable(isRotated ? { ...disabling, lastUsedAt: undefined } : disabling, entry);
      },
    }),
    'S03 disable requires',
  ],
  [
    'compares the last use of a key in whole seconds',
    (sound) => ({
      disable(disabling, entry) {
        const { keyId, lastUsedAt } = disabling;
        const stored = sound.recordOf(keyId)?.key.lastUsedAt;
        const inOneSecond =
          lastUsedAt != null && stored != null && Math.abs(lastUsedAt.getTime() - stored.getTime()) < 1_000;
        return sound.disable({ ...disabling, ...(inOneSecond ? { lastUsedAt: stored } : {}) }, entry);
      },
    }),
    'S03 disable requires',
  ],
  [
    'disables a key that was used since, if it was seen unused',
    (sound) => ({
      disable(disabling, entry) {
        const { lastUsedAt = undefined, ...others } = disabling;
        return sound.disable(lastUsedAt === null ? others : disabling, entry);
      },
    }),
    'S03 disable requires',
    'S03 disable leaves a key that was used since',
  ],
  [
    'stores every actor that disables as a person',
    (sound) => ({
      disable: (disabling, entry) =>
        sound.disable({ ...disabling, by: { ...disabling.by, kind: 'user' } }, entry),
    }),
    'disable stores',
  ],
  [
    'disables a record that expires at that instant',
    (sound) => ({
      async disable(disabling, entry) {
        const { keyId, at, by, reason, over } = disabling;
        if (await sound.disable(disabling, entry)) return true;
        const expiresAt = sound.recordOf(keyId)?.key.expiresAt;
        if (over !== null || expiresAt?.getTime() !== at.getTime()) return false;
        sound.overwrite(keyId, { disabledAt: at, disabledBy: by, reason });
        return true;
      },
    }),
    'disable changes',
    'S06 disable',
  ],
  [
    'enables revoked keys',
    (sound) => ({
      async enable(enabling, entry) {
        if (await sound.enable(enabling, entry)) return true;
        const key = sound.recordOf(enabling.keyId)?.key;
        return key !== undefined && key.revokedAt !== null && key.disabledAt !== null;
      },
    }),
    'enable changes',
  ],
  [
    'enables a record that another actor disabled',
    (sound) => ({
      enable(enabling, entry) {
        const disabledBy = sound.recordOf(enabling.keyId)?.key.disabledBy ?? enabling.disabledBy;
        return sound.enable({ ...enabling, disabledBy }, entry);
      },
    }),
    'enable leaves another actor',
  ],
  [
    'enables a record that was disabled at another instant',
    (sound) => ({
      enable(enabling, entry) {
        const disabledAt = sound.recordOf(enabling.keyId)?.key.disabledAt ?? enabling.disabledAt;
        return sound.enable({ ...enabling, disabledAt }, entry);
      },
    }),
    'enable leaves a disabling',
  ],
  [
    'disables a key only once',
    (sound) => {
      const enabled = new Set<string>();
      return {
        async enable(enabling, entry) {
          enabled.add(enabling.keyId);
          return sound.enable(enabling, entry);
        },
        disable: async (disabling, entry) => !enabled.has(disabling.keyId) && sound.disable(disabling, entry),
      };
    },
    'a record can be disabled again',
    'S01 find and get see each change through',
  ],
  [
    'renames only live keys',
    (sound) => ({
      async rename(renaming, entry) {
        const stored = sound.recordOf(renaming.keyId);
        const isLive = stored !== undefined && keyState(stored.key, entry.at) === 'live';
        return isLive && sound.rename(renaming, entry);
      },
    }),
    'rename changes',
  ],
  [
    'treats names that differ in case as equal',
    (sound) => ({
      async rename(renaming, entry) {
        const name = sound.recordOf(renaming.keyId)?.key.name;
        return name?.toLowerCase() !== renaming.name.toLowerCase() && sound.rename(renaming, entry);
      },
    }),
    'rename compares',
  ],
];
