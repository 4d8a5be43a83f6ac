import type { ApiKey, AuditEntry } from '@postern/core';
import type { KeyRepository, Rotation, StoredKey } from '@postern/core/ports';
import { type BrokenRepository, type Defect, rememberingEntryIds } from '../broken-repository.js';
import type { SoundRepository } from '../sound-repository.js';

/** Repositories that treat the predecessor of a rotated record wrongly. */
export const brokenChains: readonly BrokenRepository[] = [
  [
    'lets the predecessor of a rotated key keep its grace period',
    afterRotation(leaveAlone),
    'S04 rotate revokes a predecessor',
    'S04 rotate revokes a disabled',
    'S06 a predecessor is revoked only',
    'S04 a chain of rotations',
    'S04 several concurrent rotations of',
    'S04 one of a concurrent rotation',
    'S04 a concurrent rotation, revokeAll',
  ],
  [
    'lets a disabled predecessor be enabled again',
    afterRotation((sound, ended) => {
      if (ended.before.key.disabledAt !== null) leaveAlone(sound, ended);
    }),
    'S04 rotate revokes a disabled',
  ],
  [
    'writes no audit entry for a predecessor that it revokes',
    afterRotation((sound, { entry }) => sound.hide(entry)),
    'S04 rotate revokes a predecessor',
    'S04 rotate revokes a disabled',
    'S06 a predecessor is revoked only',
    'S04 several concurrent rotations of',
    'S04 one of a concurrent rotation',
    'S04 a concurrent rotation, revokeAll',
  ],
  [
    'also revokes predecessors that have expired',
    alsoRevoking(
      ({ key }, { keyId, at }) => key.successorId === keyId && Number(key.expiresAt) <= Number(at),
    ),
    'S06 a predecessor is revoked only',
  ],
  [
    'revokes the predecessors of all records when it rotates one',
    alsoRevoking(({ key }, { keyId }) => key.successorId !== null && key.successorId !== keyId),
    'M04 rotate leaves the predecessors of',
  ],
  [
    'revokes a predecessor without comparing owners',
    alsoRevoking(({ key }, { keyId, successor }) => key.successorId === keyId && !isSame(key, successor.key)),
    "M04 rotate leaves another owner's",
  ],
  [
    'revokes a predecessor that was revoked before again',
    alsoRevoking(({ key }, { keyId }) => key.successorId === keyId && key.reason === 'leaked'),
    'S04 rotate leaves a predecessor alone that',
  ],
  [
    'revokes the predecessor of a key that it does not rotate',
    (sound) => {
      const { remembered, insert } = remembering(sound);
      return {
        insert,
        async rotate(rotation, entries, entryOf) {
          const changed = await sound.rotate(rotation, entries, entryOf);
          const { keyId, at: revokedAt } = rotation;
          for (const { key } of remembered)
            if (!changed && key.successorId === keyId) sound.overwrite(key.id, { revokedAt });
          return changed;
        },
      };
    },
    'S04 rotate leaves the predecessor alone if',
  ],
  [
    "keeps a rotation although its predecessor's audit entry fails",
    (sound) => {
      const { taken, insert } = rememberingEntryIds(sound);
      return {
        insert,
        async rotate(rotation, entries, entryOf) {
          const requested: AuditEntry[] = [];
          const changed = await sound.rotate(rotation, entries, (key) => {
            const entry = entryOf(key);
            requested.push(entry);
            return entry;
          });
          if (requested.some(({ id }) => taken.has(id))) throw new Error('taken');
          return changed;
        },
      };
    },
    "rotate leaves all records unchanged if the predecessor's",
  ],
  [
    'lets the predecessor keep its grace period if an offer of a rotation is claimed',
    after('claimOffer', leaveAlone),
    'claimOffer of a rotation revokes',
  ],
];

/** A predecessor that was revoked, and the audit entry of that. */
interface Ended {
  readonly before: StoredKey;
  readonly entry: AuditEntry;
}

function leaveAlone(sound: SoundRepository, { before, entry }: Ended): void {
  sound.restore(before);
  sound.hide(entry);
}

function afterRotation(spoil: (sound: SoundRepository, ended: Ended) => void): Defect {
  return after('rotate', spoil);
}

/** Spoils what the method has made of each predecessor. */
function after(
  method: 'rotate' | 'claimOffer',
  spoil: (sound: SoundRepository, ended: Ended) => void,
): Defect {
  return (sound) => {
    const spoiling =
      <Change>(write: (change: Change, ...given: EntriesOf) => Promise<boolean>) =>
      async (change: Change, ...[entries, entryOf]: EntriesOf) => {
        const all: Ended[] = [];
        const changed = await write(change, entries, (key) => {
          const [before, entry] = [sound.recordOf(key.id), entryOf(key)];
          if (before !== undefined) all.push({ before, entry });
          return entry;
        });
        if (changed) for (const ended of all) spoil(sound, ended);
        return changed;
      };
    return method === 'rotate'
      ? { rotate: spoiling(sound.rotate) }
      : { claimOffer: spoiling(sound.claimOffer) };
  };
}

type EntriesOf = Parameters<KeyRepository['rotate']> extends [unknown, ...infer Rest] ? Rest : never;

/** Also revokes other records when it rotates one. */
function alsoRevoking(isMeant: (stored: StoredKey, rotation: Rotation) => boolean): Defect {
  return (sound) => {
    const { remembered, insert } = remembering(sound);
    return {
      insert,
      async rotate(rotation, entries, entryOf) {
        const changed = await sound.rotate(rotation, entries, entryOf);
        const revoked = { revokedAt: rotation.at, reason: rotation.predecessorReason };
        for (const stored of remembered)
          if (changed && isMeant(stored, rotation)) sound.overwrite(stored.key.id, revoked);
        return changed;
      },
    };
  };
}

/** Remembers what is inserted. */
function remembering(sound: SoundRepository) {
  const remembered = new Set<StoredKey>();
  const insert: KeyRepository['insert'] = (stored, ...given) => {
    remembered.add(stored);
    return sound.insert(stored, ...given);
  };
  return { remembered, insert };
}

function isSame(one: Pick<ApiKey, 'owner'>, other: Pick<ApiKey, 'owner'>): boolean {
  return one.owner.kind === other.owner.kind && one.owner.id === other.owner.id;
}
