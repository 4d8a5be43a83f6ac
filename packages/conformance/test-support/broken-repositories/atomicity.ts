import type { AuditEntry } from '@postern/core';
import type { BrokenRepository, Defect } from '../broken-repository.js';

/** Refuses an audit entry whose ID is taken, as a primary key does: before the change, or too late. */
const refusingTakenEntries =
  (refused: { before?: boolean; message?: (of: unknown) => string; stuck?: boolean }): Defect =>
  (sound) => {
    const taken = new Set<string>();
    let failed = false;
    return {
      async insert(of, entry: AuditEntry) {
        const isTaken = taken.has(entry.id);
        if (refused.stuck && failed) return false;
        failed ||= isTaken;
        if (isTaken && refused.before) throw new Error(refused.message?.(of) ?? 'taken');
        const changed = await sound.insert(of, entry);
        if (isTaken) throw new Error('taken');
        taken.add(entry.id);
        return changed;
      },
    };
  };

/** Broken in what becomes of a change whose audit entry fails. */
export const brokenTransactions: readonly BrokenRepository[] = [
  ['keeps a record whose audit entry it refuses', refusingTakenEntries({}), 'insert leaves no record'],
  [
    'takes no record any more once an insert failed',
    refusingTakenEntries({ before: true, stuck: true }),
    'after a failed change, the',
  ],
  [
    'quotes in its error what it could not write',
    refusingTakenEntries({ before: true, message: (of) => JSON.stringify(of) }),
    'P07',
  ],
  [
    'quotes in its error the statement that failed',
    refusingTakenEntries({
      before: true,
      message: () => 'insert into "postern_key" ("id", "name") values ($1, $2) - duplicate key',
    }),
    'P07',
  ],
  [
    'removes records, and then fails to tell of it',
    (sound) => {
      const taken = new Set<string>();
      return {
        insert(of, entry) {
          taken.add(entry.id);
          return sound.insert(of, entry);
        },
        async purge(query, entryOf) {
          const told: AuditEntry[] = [];
          const count = await sound.purge(query, (key) => {
            const entry = entryOf(key);
            told.push(entry);
            return entry;
          });
          if (told.some(({ id }) => taken.has(id))) throw new Error('taken');
          return count;
        },
      };
    },
    'purge removes all or none',
  ],
];
