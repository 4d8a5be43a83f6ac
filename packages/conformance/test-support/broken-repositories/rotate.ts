import { keyState } from '@postern/core';
import { type BrokenRepository, type Defect, rememberingEntryIds, turn } from '../broken-repository.js';

/** Repositories whose `rotate` or `rehash` is broken. */
export const brokenRotations: readonly BrokenRepository[] = [
  [
    'rotates disabled keys',
    (sound) => ({
      async rotate(rotation, entries, entryOf) {
        if (await sound.rotate(rotation, entries, entryOf)) return true;
        const key = sound.recordOf(rotation.keyId)?.key;
        return key !== undefined && keyState(key, rotation.at) === 'disabled';
      },
    }),
    'rotate changes',
  ],
  [
    'rotates a key twice during its grace period',
    (sound) => ({
      async rotate(rotation, [entry, issued], entryOf) {
        const { keyId, at, successor } = rotation;
        if (entry === undefined || issued === undefined) return false;
        if (await sound.rotate(rotation, [entry, issued], entryOf)) return true;
        const key = sound.recordOf(keyId)?.key;
        if (key === undefined || keyState(key, at) !== 'rotated') return false;
        sound.overwrite(keyId, { rotatedAt: at, successorId: successor.key.id });
        return sound.insert(successor, issued);
      },
    }),
    'rotate changes',
    'S04 rotate with a grace period succeeds only',
    'S04 of several concurrent rotations, only the winner',
    'S04 several concurrent rotations of',
  ],
  [
    'extends the life of a key with a grace period',
    (sound) => ({
      async rotate(rotation, entries, entryOf) {
        const changed = await sound.rotate(rotation, entries, entryOf);
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
      async rotate(rotation, entries, entryOf) {
        const expiresAt = sound.recordOf(rotation.keyId)?.key.expiresAt ?? null;
        const changed = await sound.rotate(rotation, entries, entryOf);
        if (changed) sound.overwrite(rotation.keyId, { expiresAt });
        return changed;
      },
    }),
    'rotate with a grace period lets',
  ],
  [
    'replaces the scopes of a successor with those of the old key',
    (sound) => ({
      rotate(rotation, entries, entryOf) {
        const { key, hash } = rotation.successor;
        const scopes = sound.recordOf(rotation.keyId)?.key.scopes ?? null;
        return sound.rotate({ ...rotation, successor: { key: { ...key, scopes }, hash } }, entries, entryOf);
      },
    }),
    'rotate adds the successor',
  ],
  [
    'rotates a key without comparing names',
    comparingNames(() => true),
    'S04 rotate returns false if',
    'S04 of a concurrent rotate',
  ],
  [
    'ignores case when it compares names in a rotation',
    comparingNames((one, other) => one.toLowerCase() === other.toLowerCase()),
    'S04 rotate returns false if',
  ],
  [
    'rotates a key that expires at that instant',
    (sound) => ({
      async rotate(rotation, entries, entryOf) {
        if (await sound.rotate(rotation, entries, entryOf)) return true;
        const { key } = sound.recordOf(rotation.keyId) ?? {};
        return key?.expiresAt?.getTime() === rotation.at.getTime() && key.rotatedAt === null;
      },
    }),
    'rotate changes',
    'S06 rotate',
    'S04 rotate leaves the predecessor alone if',
  ],
  [
    "marks a key as rotated although the successor's key ID is taken",
    (sound) => ({
      async rotate(rotation, entries, entryOf) {
        const { keyId, at, successor } = rotation;
        const isTaken = sound.recordOf(successor.key.id) !== undefined;
        const changed = await sound.rotate(rotation, entries, entryOf);
        if (isTaken) sound.overwrite(keyId, { rotatedAt: at, successorId: successor.key.id });
        return changed;
      },
    }),
    'S09 rotate',
    'S09 of two records',
  ],
  [
    'adds the successor first and leaves it if the key cannot be rotated',
    (sound) => ({
      async rotate(rotation, [entry, issued], entryOf) {
        const { successor } = rotation;
        if (entry === undefined || issued === undefined) return false;
        if (sound.recordOf(successor.key.id) !== undefined) return false;
        const changed = await sound.rotate(rotation, [entry, issued], entryOf);
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
    'undoes a revocation when it rotates',
    (sound) => ({
      async rotate(rotation, entries, entryOf) {
        const rotating = sound.rotate(rotation, entries, entryOf);
        const written = sound.recordOf(rotation.keyId);
        await turn();
        const changed = await rotating;
        if (changed && written !== undefined) sound.restore(written);
        return changed;
      },
    }),
    'S04 a record that is rotated and revoked',
    'S04 no successor escapes',
    'S04 a concurrent rotation, revokeAll',
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
    'keeps a rotation although the second audit entry fails',
    (sound) => {
      const { taken, insert } = rememberingEntryIds(sound);
      return {
        insert,
        async rotate(rotation, entries, entryOf) {
          const changed = await sound.rotate(rotation, entries, entryOf);
          if (entries.slice(1).some(({ id }) => taken.has(id))) throw new Error('taken');
          return changed;
        },
      };
    },
    'rotate leaves both',
  ],
  [
    'rehashes only live keys',
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
    'ignores case when it compares hashes',
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

/** Rotates a record if `isSame` considers its name and the successor's equal. */
function comparingNames(isSame: (one: string, other: string) => boolean): Defect {
  return (sound) => ({
    async rotate(rotation, entries, entryOf) {
      const { key, hash } = rotation.successor;
      const stored = sound.recordOf(rotation.keyId)?.key.name ?? '';
      const name = isSame(stored, key.name) ? stored : key.name;
      const changed = await sound.rotate(
        { ...rotation, successor: { key: { ...key, name }, hash } },
        entries,
        entryOf,
      );
      if (changed) sound.overwrite(key.id, { name: key.name });
      return changed;
    },
  });
}
