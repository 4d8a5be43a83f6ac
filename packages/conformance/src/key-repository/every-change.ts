import assert from 'node:assert/strict';
import { keyState } from '@postern/core';
import { buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { addChangeable, attemptOn, type Change, onlyWinner } from './change.js';
import { allStates, now, recordsIn } from './records.js';
import { add, clause, type MakeKeyRepository, recordOf, revoke, snapshotOf } from './subject.js';

/** What every verb that changes one record promises. ./atomicity.ts has the promises about failures halfway. */
export function clausesOfChange(change: Change): readonly Clause<MakeKeyRepository>[] {
  const { verb, apply, after } = change;
  return [
    clause(
      `${verb} writes the requested change and its audit entry, and nothing else`,
      async (repository) => {
        const stored = await addChangeable(repository, change);
        const bystander = await addChangeable(repository, change);
        const [before, otherBefore] = [
          await snapshotOf(repository, stored.key.id),
          await snapshotOf(repository, bystander.key.id),
        ];
        const attempt = attemptOn(change, stored, { at: new Date(now.getTime() + 123) });
        assert.equal(await apply(repository, attempt), true);
        assert.deepEqual(await snapshotOf(repository, stored.key.id), {
          stored: after(attempt),
          entries: [attempt.entry, ...before.entries],
        });
        assert.deepEqual(await snapshotOf(repository, bystander.key.id), otherBefore);
      },
    ),

    clause(
      `${verb} changes a record in exactly the states that the table of states lists`,
      async (repository) => {
        for (const state of allStates) {
          const leadsTo = change.leadsTo[state];
          for (const given of recordsIn[state]) {
            const stored = await add(repository, given);
            const before = await snapshotOf(repository, stored.key.id);
            assert.equal(await apply(repository, attemptOn(change, stored)), leadsTo !== undefined, state);
            if (leadsTo === undefined)
              assert.deepEqual(await snapshotOf(repository, stored.key.id), before, state);
            else assert.ok(leadsTo.includes(keyState(await recordOf(repository, stored.key.id), now)), state);
          }
        }
      },
    ),

    clause(`S04 ${verb} returns false the second time and writes nothing`, async (repository) => {
      const stored = await addChangeable(repository, change);
      await apply(repository, attemptOn(change, stored));
      const snapshot = await snapshotOf(repository, stored.key.id);
      const again = attemptOn(change, stored, { mark: 'again', at: new Date(now.getTime() + 1) });
      assert.equal(await apply(repository, again), false);
      assert.deepEqual(await snapshotOf(repository, stored.key.id), snapshot);
    }),

    clause(
      `S04 of several concurrent calls of ${verb}, exactly one wins and writes its audit entry`,
      async (repository) => {
        const stored = await addChangeable(repository, change);
        const { entries } = await snapshotOf(repository, stored.key.id);
        const rivals = ['one', 'two', 'three', 'four'].map((mark) => attemptOn(change, stored, { mark }));
        const winner = await onlyWinner(rivals, (attempt) => apply(repository, attempt));
        assert.deepEqual(await snapshotOf(repository, stored.key.id), {
          stored: after(winner),
          entries: [winner.entry, ...entries],
        });
      },
    ),

    clause(`${verb} returns false for a missing record and writes nothing`, async (repository) => {
      const missing = attemptOn(change, buildStoredKey());
      assert.equal(await apply(repository, missing), false);
      assert.deepEqual(await snapshotOf(repository, missing.stored.key.id), {
        stored: undefined,
        entries: [],
      });
    }),
  ];
}

/** What every such verb except `revoke` promises, including when a revocation runs at the same time. */
export function clausesWithRevocation(change: Change): readonly Clause<MakeKeyRepository>[] {
  const { verb, apply } = change;
  return [
    ...clausesOfChange(change),

    clause(`S04 a concurrent ${verb} does not undo a revocation`, async (repository) => {
      const [one, other] = [await addChangeable(repository, change), await addChangeable(repository, change)];
      const [, first, second] = await Promise.all([
        apply(repository, attemptOn(change, one)),
        revoke(repository, one.key),
        revoke(repository, other.key),
        apply(repository, attemptOn(change, other)),
      ]);
      for (const { changed, entry } of [first, second]) {
        assert.equal(changed, true);
        const { revokedAt, reason } = await recordOf(repository, entry.keyId);
        assert.deepEqual({ revokedAt, reason }, { revokedAt: entry.at, reason: entry.reason });
      }
    }),
  ];
}
