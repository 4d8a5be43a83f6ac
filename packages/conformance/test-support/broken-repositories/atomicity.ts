import type { AuditEntry } from '@postern/core';
import { type BrokenRepository, type Defect, rememberingEntryIds } from '../broken-repository.js';

/** Refuses an audit entry whose ID is taken, as a primary key does, but before the change or too late. */
const refusingTakenEntries =
  (refused: { before?: boolean; message?: (of: unknown) => string; stuck?: boolean }): Defect =>
  (sound) => {
    const taken = new Set<string>();
    let failed = false;
    return {
      async insert(of, entry: AuditEntry, cap) {
        const isTaken = taken.has(entry.id);
        if (refused.stuck && failed) return false;
        failed ||= isTaken;
        if (isTaken && refused.before) throw new Error(refused.message?.(of) ?? 'taken');
        const changed = await sound.insert(of, entry, cap);
        if (isTaken) throw new Error('taken');
        taken.add(entry.id);
        return changed;
      },
    };
  };

/** Repositories that handle a change whose audit entry fails wrongly. */
export const brokenTransactions: readonly BrokenRepository[] = [
  ['keeps a record whose audit entry it refuses', refusingTakenEntries({}), 'insert leaves no record'],
  [
    'accepts no records after a failed insert',
    refusingTakenEntries({ before: true, stuck: true }),
    'after a failed change, the',
  ],
  [
    'quotes the record that it could not write in its error',
    refusingTakenEntries({ before: true, message: (of) => JSON.stringify(of) }),
    'P07',
  ],
  [
    'quotes the failed statement in its error',
    refusingTakenEntries({
      before: true,
      message: () => 'insert into "postern_key" ("id", "name") values ($1, $2) - duplicate key',
    }),
    'P07',
  ],
  [
    'removes records and then fails to write the audit entry',
    (sound) => {
      const { taken, insert } = rememberingEntryIds(sound);
      return {
        insert,
        async purge(query, entryOf) {
          const written: AuditEntry[] = [];
          const count = await sound.purge(query, (key) => {
            const entry = entryOf(key);
            written.push(entry);
            return entry;
          });
          if (written.some(({ id }) => taken.has(id))) throw new Error('taken');
          return count;
        },
      };
    },
    'purge removes all or none',
  ],
];
