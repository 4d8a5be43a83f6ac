import type { AuditEntry } from '@postern/core';
import { describe, it } from 'vitest';
import { brokenRepository, type Defect } from '../../test-support/broken-repository.js';
import { itCatchesOneEach } from '../../test-support/it-catches.js';
import { atomicityClauses } from './atomicity.js';
import { keyRepositoryContract } from './key-repository-contract.js';

/** Refuses an audit entry whose ID is taken, as a primary key does: before the change, or too late. */
const refusingTakenEntries =
  (refused: { before?: boolean; message?: (of: unknown) => string; stuck?: boolean }): Defect =>
  (sound) => {
    const taken = new Set<string>();
    let failed = false;
    const guarded = async (what: unknown, entry: AuditEntry, write: () => Promise<boolean>) => {
      const isTaken = taken.has(entry.id);
      if (refused.stuck && failed) return false;
      failed ||= isTaken;
      if (isTaken && refused.before) throw new Error(refused.message?.(what) ?? 'taken');
      const changed = await write();
      if (isTaken) throw new Error('taken');
      taken.add(entry.id);
      return changed;
    };
    return {
      insert: (of, entry) => guarded(of, entry, () => sound.insert(of, entry)),
      revoke: (of, entry) => guarded(of, entry, () => sound.revoke(of, entry)),
    };
  };

describe('the clauses on changes that fail', () =>
  itCatchesOneEach(atomicityClauses, brokenRepository, {
    'an insert whose audit entry fails leaves no record': refusingTakenEntries({}),
    'a revocation whose audit entry fails leaves the record as it was': refusingTakenEntries({}),
    'after a change that failed the next one is written': refusingTakenEntries({ before: true, stuck: true }),
    'P07 the error of a change that failed quotes nothing of it': refusingTakenEntries({
      before: true,
      message: (of) => JSON.stringify(of),
    }),
  }));

it('fulfils the contract by refusing a taken audit entry ID, too', async () => {
  const strict = brokenRepository(refusingTakenEntries({ before: true }));
  for (const { run } of keyRepositoryContract) await run(strict);
});
