import type { KeyId } from '@postern/core';
import type { IdempotentInsertion, IdempotentOutcome, KeyRepository } from '@postern/core/ports';
import { buildStoredKey } from '@postern/core/testing';
import { type BrokenRepository, type Defect, rememberingEntryIds, turn } from '../broken-repository.js';
import type { SoundRepository } from '../sound-repository.js';

type Insert = KeyRepository['insertIdempotent'];

/** Changes the insertion. */
const asking =
  (change: (insertion: IdempotentInsertion) => Partial<IdempotentInsertion>): Defect =>
  (sound) => ({
    insertIdempotent: (insertion, entry, entryOf) =>
      sound.insertIdempotent({ ...insertion, ...change(insertion) }, entry, entryOf),
  });

const instead =
  (insert: (sound: SoundRepository, ...given: Parameters<Insert>) => Promise<IdempotentOutcome>): Defect =>
  (sound) => ({ insertIdempotent: (...given) => insert(sound, ...given) });

let others = 0;

/** The clauses that fail if no attempt is recognised as a retry. */
const allRetryClauses = [
  'M07 the last attempt',
  'M07 an unused record',
  'M07 a record of an earlier attempt that was used',
  'M07 a record of an earlier attempt that was rotated',
  'S12 insertIdempotent recognises',
  'insertIdempotent adds a record if',
  'S09 insertIdempotent',
  'M07 several concurrent attempts',
  'M07 an attempt during',
  'M07 a retry fits',
  'M07 a retry that a cap refuses',
  "a change that can't be made",
] as const;

/** Repositories whose `insertIdempotent` is broken. */
export const brokenRetries: readonly BrokenRepository[] = [
  [
    'inserts without looking at the request',
    instead(async (sound, { stored, cap }, entry) =>
      (await sound.insert(stored, entry, cap)) ? 'inserted' : 'taken',
    ),
    ...allRetryClauses,
    'S01 find and get see insertIdempotent',
  ],
  [
    'treats each attempt as another request',
    asking(() => ({ requestId: `${++others}` })),
    ...allRetryClauses,
    'S01 find and get see insertIdempotent',
  ],
  [
    'treats request IDs that differ in case as equal',
    asking(({ requestId }) => ({ requestId: requestId.toLowerCase() })),
    'insertIdempotent leaves records',
  ],
  [
    'treats a retry as another request because of its clock',
    (sound) => {
      const last = new Map<string, number>();
      return {
        insertIdempotent(insertion, entry, entryOf) {
          const { requestId, stored } = insertion;
          const at = stored.key.createdAt.getTime();
          const isOver = Math.abs(at - (last.get(requestId) ?? at)) > 24 * 60 * 60 * 1_000;
          last.set(requestId, at);
          const given = isOver ? { ...insertion, requestId: `${++others}` } : insertion;
          return sound.insertIdempotent(given, entry, entryOf);
        },
      };
    },
    'S12 insertIdempotent recognises',
  ],
  [
    'stores no reason for the revocation',
    asking(() => ({ reason: '' })),
    'M07 the last attempt',
    'S01 find and get see insertIdempotent',
  ],
  [
    'writes an audit entry only for the new record',
    instead((sound, insertion, entry, entryOf) =>
      sound.insertIdempotent(insertion, entry, (key) => {
        const written = entryOf(key);
        sound.hide(written);
        return written;
      }),
    ),
    'M07 the last attempt',
    'M07 several concurrent attempts',
  ],
  [
    'writes no audit entry for the new record',
    instead((sound, insertion, entry, entryOf) => {
      sound.hide(entry);
      return sound.insertIdempotent(insertion, entry, entryOf);
    }),
    'insertIdempotent writes',
    'M07 the last attempt',
    'M07 several concurrent attempts',
  ],
  [
    'revokes the earlier record before it finds the key ID taken',
    instead(async (sound, insertion, entry, entryOf) => {
      if (sound.recordOf(insertion.stored.key.id) === undefined)
        return sound.insertIdempotent(insertion, entry, entryOf);
      await sound.insertIdempotent({ ...insertion, stored: buildStoredKey() }, entry, entryOf);
      return 'taken';
    }),
    'S09 insertIdempotent',
    "a change that can't be made",
  ],
  [
    'looks for an earlier attempt and writes later',
    (sound) => {
      const last = new Map<string, KeyId>();
      return {
        async insertIdempotent({ stored, requestId, reason, cap }, entry, entryOf) {
          if (sound.recordOf(stored.key.id)) return 'taken';
          const earlier = sound.recordOf(last.get(requestId) ?? stored.key.id)?.key;
          await turn();
          if (earlier?.rotatedAt) return 'used';
          if (earlier?.revokedAt === null) {
            if (earlier.lastUsedAt) return 'used';
            const revocation = { keyId: earlier.id, at: stored.key.createdAt, reason };
            await sound.revoke(revocation, entryOf(earlier));
          }
          last.set(requestId, stored.key.id);
          return (await sound.insert(stored, entry, cap)) ? 'inserted' : 'taken';
        },
      };
    },
    'M07 several concurrent attempts',
    'M07 an attempt during',
    'S01 find and get see insertIdempotent',
    'M07 a retry that a cap refuses',
  ],
  [
    'replaces the earlier record and then fails to write the audit entries',
    (sound) => {
      const { taken, insert } = rememberingEntryIds(sound);
      const written = new Set<string>();
      return {
        insert,
        async insertIdempotent(insertion, entry, entryOf) {
          written.clear();
          const outcome = await sound.insertIdempotent(insertion, entry, (key) => {
            const revoked = entryOf(key);
            written.add(revoked.id);
            return revoked;
          });
          if ([entry.id, ...written].some((id) => taken.has(id))) throw new Error('taken');
          return outcome;
        },
      };
    },
    'insertIdempotent changes nothing',
  ],
  [
    'treats a record that a rotation revoked as gone',
    (sound) => {
      const last = new Map<string, KeyId>();
      return {
        async insertIdempotent(insertion, entry, entryOf) {
          const { stored, requestId } = insertion;
          const earlier = sound.recordOf(last.get(requestId) ?? stored.key.id)?.key;
          const isGone = earlier?.rotatedAt !== null && earlier?.revokedAt !== null;
          const given = isGone ? { ...insertion, requestId: `${requestId} ${++others}` } : insertion;
          const outcome = await sound.insertIdempotent(earlier ? given : insertion, entry, entryOf);
          if (outcome === 'inserted') last.set(requestId, stored.key.id);
          return outcome;
        },
      };
    },
    'M07 a record of an earlier attempt that was rotated',
  ],
  [
    'reports used earlier attempts as replaced',
    instead(async (sound, insertion, entry, entryOf) => {
      const outcome = await sound.insertIdempotent(insertion, entry, entryOf);
      return outcome === 'used' ? 'inserted' : outcome;
    }),
    'M07 a record of an earlier attempt that was used',
    'M07 a record of an earlier attempt that was rotated',
    "a change that can't be made",
  ],
];
