import { keyState } from '@postern/core';
import { type BrokenRepository, type Defect, turn } from '../broken-repository.js';

/** Broken in `rotate` or `rehash`. */
export const brokenRotations: readonly BrokenRepository[] = [
  [
    'rotates disabled keys',
    (sound) => ({
      async rotate(rotation, entries) {
        if (await sound.rotate(rotation, entries)) return true;
        const key = sound.recordOf(rotation.keyId)?.key;
        return key !== undefined && keyState(key, rotation.at) === 'disabled';
      },
    }),
    'rotate changes',
  ],
  [
    'rotates a key twice while its grace lasts',
    (sound) => ({
      async rotate(rotation, [entry, issued]) {
        const { keyId, at, successor } = rotation;
        if (entry === undefined || issued === undefined) return false;
        if (await sound.rotate(rotation, [entry, issued])) return true;
        const key = sound.recordOf(keyId)?.key;
        if (key === undefined || keyState(key, at) !== 'rotated') return false;
        sound.overwrite(keyId, { rotatedAt: at, successorId: successor.key.id });
        return sound.insert(successor, issued);
      },
    }),
    'rotate changes',
    'S04 rotate with a grace period succeeds only',
    'S04 of several concurrent rotations, only the winner',
  ],
  [
    'lengthens the life of a key by a grace',
    (sound) => ({
      async rotate(rotation, entries) {
        const changed = await sound.rotate(rotation, entries);
        const { keyId, graceEndsAt } = rotation;
        if (changed && graceEndsAt !== null) sound.overwrite(keyId, { expiresAt: graceEndsAt });
        return changed;
      },
    }),
    'rotate with a grace period never',
  ],
  [
    'lets a rotated key work until its own expiry',
    (sound) => ({
      async rotate(rotation, entries) {
        const expiresAt = sound.recordOf(rotation.keyId)?.key.expiresAt ?? null;
        const changed = await sound.rotate(rotation, entries);
        if (changed) sound.overwrite(rotation.keyId, { expiresAt });
        return changed;
      },
    }),
    'rotate with a grace period lets',
  ],
  [
    'gives every successor the scopes of the key that it replaces',
    (sound) => ({
      rotate(rotation, entries) {
        const { key, hash } = rotation.successor;
        const scopes = sound.recordOf(rotation.keyId)?.key.scopes ?? null;
        return sound.rotate({ ...rotation, successor: { key: { ...key, scopes }, hash } }, entries);
      },
    }),
    'rotate adds the successor',
  ],
  [
    'rotates a key whatever its name is',
    comparingNames(() => true),
    'S04 rotate returns false if',
    'S04 of a concurrent rotate',
  ],
  [
    'compares names in any case when it rotates',
    comparingNames((one, other) => one.toLowerCase() === other.toLowerCase()),
    'S04 rotate returns false if',
  ],
  [
    'rotates what expires at that instant',
    (sound) => ({
      async rotate(rotation, entries) {
        if (await sound.rotate(rotation, entries)) return true;
        const { key } = sound.recordOf(rotation.keyId) ?? {};
        return key?.expiresAt?.getTime() === rotation.at.getTime() && key.rotatedAt === null;
      },
    }),
    'rotate changes',
    'S06 rotate',
  ],
  [
    "marks a key as rotated whose successor's key ID is taken",
    (sound) => ({
      async rotate(rotation, entries) {
        const { keyId, at, successor } = rotation;
        const isTaken = sound.recordOf(successor.key.id) !== undefined;
        const changed = await sound.rotate(rotation, entries);
        if (isTaken) sound.overwrite(keyId, { rotatedAt: at, successorId: successor.key.id });
        return changed;
      },
    }),
    'S09 rotate',
    'S09 of two records',
  ],
  [
    'adds the successor first, and leaves it where the key cannot be rotated',
    (sound) => ({
      async rotate(rotation, [entry, issued]) {
        const { successor } = rotation;
        if (entry === undefined || issued === undefined) return false;
        if (sound.recordOf(successor.key.id) !== undefined) return false;
        const changed = await sound.rotate(rotation, [entry, issued]);
        if (!changed) await sound.insert(successor, issued);
        return changed;
      },
    }),
    'rotate adds no successor',
    'S04 rotate with a grace period succeeds only',
    'S04 of several concurrent rotations, only the winner',
    'S04 if the record is not as expected, rotate',
  ],
  [
    'forgets a revocation when it rotates',
    (sound) => ({
      async rotate(rotation, entries) {
        const rotating = sound.rotate(rotation, entries);
        const written = sound.recordOf(rotation.keyId);
        await turn();
        const changed = await rotating;
        if (changed && written !== undefined) sound.restore(written);
        return changed;
      },
    }),
    'S04 a record that is rotated and revoked',
    'S04 no successor escapes',
  ],
  [
    'revokes the successor with the key',
    (sound) => ({
      async revoke(revocation, entry) {
        const changed = await sound.revoke(revocation, entry);
        const { successorId } = sound.recordOf(revocation.keyId)?.key ?? {};
        if (changed && successorId != null) sound.overwrite(successorId, { revokedAt: revocation.at });
        return changed;
      },
    }),
    'either record of a',
  ],
  [
    'keeps a rotation whose second audit entry fails',
    (sound) => {
      const taken = new Set<string>();
      return {
        insert(stored, entry) {
          taken.add(entry.id);
          return sound.insert(stored, entry);
        },
        async rotate(rotation, entries) {
          const changed = await sound.rotate(rotation, entries);
          if (entries.slice(1).some(({ id }) => taken.has(id))) throw new Error('taken');
          return changed;
        },
      };
    },
    'rotate leaves both',
  ],
  [
    'rehashes live keys alone',
    (sound) => ({
      async rehash(rehash, entry) {
        const stored = sound.recordOf(rehash.keyId);
        const isLive = stored !== undefined && keyState(stored.key, entry.at) === 'live';
        return isLive && sound.rehash(rehash, entry);
      },
    }),
    'rehash changes',
  ],
  [
    'replaces a hash without comparing it',
    (sound) => ({
      rehash(rehash, entry) {
        const from = sound.recordOf(rehash.keyId)?.hash ?? rehash.from;
        return sound.rehash({ ...rehash, from }, entry);
      },
    }),
    'S04 rehash returns false the second',
    'S04 of several concurrent calls of rehash',
    'S05 rehash replaces',
  ],
  [
    'compares hashes in any case',
    (sound) => ({
      rehash(rehash, entry) {
        const hash = sound.recordOf(rehash.keyId)?.hash;
        const isSame = hash?.toLowerCase() === rehash.from.toLowerCase();
        return sound.rehash(isSame && hash !== undefined ? { ...rehash, from: hash } : rehash, entry);
      },
    }),
    'S05 rehash replaces',
  ],
];

/** Rotates a record where its name and the successor's are the same, in a way. */
function comparingNames(isSame: (one: string, other: string) => boolean): Defect {
  return (sound) => ({
    async rotate(rotation, entries) {
      const { key, hash } = rotation.successor;
      const stored = sound.recordOf(rotation.keyId)?.key.name ?? '';
      const name = isSame(stored, key.name) ? stored : key.name;
      const changed = await sound.rotate(
        { ...rotation, successor: { key: { ...key, name }, hash } },
        entries,
      );
      if (changed) sound.overwrite(key.id, { name: key.name });
      return changed;
    },
  });
}
