import assert from 'node:assert/strict';
import { keyState } from '@postern/core';
import { buildKey, buildStoredKey } from '@postern/core/testing';
import type { Clause } from '../clause.js';
import { type Attempt, attemptOn, onlyWinner } from './change.js';
import { now } from './records.js';
import { renaming } from './rename.js';
import { revokeUntilNone } from './revoke-all.js';
import { rotate, rotating } from './rotate.js';
import { add, clause, type MakeKeyRepository, recordOf, revoke, snapshotOf, storedOf } from './subject.js';

const graceEndsAt = new Date(now.getTime() + 1_000);

/** What `rotate` promises about concurrent calls. */
export const rotateRivalsClauses: readonly Clause<MakeKeyRepository>[] = [
  clause('S04 of several concurrent rotations, only the winner has a successor', async (repository) => {
    const stored = await add(repository);
    const rivals = ['one', 'two', 'three', 'four'].map((mark) => attemptOn(rotating, stored, { mark }));
    const winner = await onlyWinner(rivals, (attempt) => rotate(repository, attempt, { graceEndsAt }));
    for (const rival of rivals) {
      const isThere = (await storedOf(repository, rival.successor.key.id)) !== undefined;
      assert.equal(isThere, rival === winner);
    }
  }),

  clause(
    'S09 of two records that are rotated to one successor concurrently, exactly one is',
    async (repository) => {
      const [one, other] = [await add(repository), await add(repository)];
      const successor = buildStoredKey();
      const rivals = [one, other].map((stored) => ({ ...attemptOn(rotating, stored), successor }));
      const winner = await onlyWinner(rivals, (attempt) => rotating.apply(repository, attempt));
      for (const { stored } of rivals) {
        const expected = stored === winner.stored ? successor.key.id : null;
        assert.equal((await recordOf(repository, stored.key.id)).successorId, expected);
      }
    },
  ),

  clause(
    'S04 rotate returns false if the record and the successor have different names, and writes nothing',
    async (repository) => {
      const stored = await add(repository, { name: 'Zoë' });
      const before = await snapshotOf(repository, stored.key.id);
      for (const name of ['CI Pipeline', 'zoë', 'Zoe\u0308']) {
        const successor = buildStoredKey({ key: buildKey({ name }) });
        const attempt = { ...attemptOn(rotating, stored), successor };
        assert.equal(await rotate(repository, attempt, { graceEndsAt }), false, name);
      }
      assert.deepEqual(await snapshotOf(repository, stored.key.id), before);
    },
  ),

  clause('S04 of a concurrent rotate and rename, exactly one wins', async (repository) => {
    // Without a grace period, the rotated record is revoked and keeps its name.
    for (const changes of [
      [rotating, renaming],
      [renaming, rotating],
    ]) {
      const stored = await add(repository);
      const rivals = changes.map((change) => ({ ...attemptOn(change, stored), change }));
      const winner = await onlyWinner(rivals, (rival) => rival.change.apply(repository, rival));
      const { name } = await recordOf(repository, stored.key.id);
      assert.equal(name === stored.key.name, winner.change === rotating);
    }
  }),

  clause('S04 no successor escapes a concurrent revokeAll', async (repository) => {
    for (const end of [graceEndsAt, null]) {
      const [one, other] = [await add(repository), await add(repository)];
      await Promise.all([
        rotate(repository, attemptOn(rotating, one), { graceEndsAt: end }),
        revokeUntilNone(repository),
        rotate(repository, attemptOn(rotating, other), { graceEndsAt: end }),
      ]);
      const last = await add(repository);
      await Promise.all([
        revokeUntilNone(repository),
        rotate(repository, attemptOn(rotating, last), { graceEndsAt: end }),
      ]);
      const query = { owner: one.key.owner, state: 'all', now, after: null, limit: 20 } as const;
      const states = (await repository.list(query)).map((key) => keyState(key, now));
      assert.deepEqual(new Set(states), new Set(['revoked']));
    }
  }),

  clause('S04 a record that is rotated and revoked concurrently ends up revoked', async (repository) => {
    const [one, other] = [await add(repository), await add(repository)];
    const attempts = [one, other].map((stored) => attemptOn(rotating, stored));
    const inGrace = (attempt: Attempt) => rotate(repository, attempt, { graceEndsAt });
    const [rotated, first, second, late] = await Promise.all([
      attempts[0] && inGrace(attempts[0]),
      revoke(repository, one.key),
      revoke(repository, other.key),
      attempts[1] && inGrace(attempts[1]),
    ]);
    for (const [index, { entry }] of [first, second].entries()) {
      const { revokedAt, successorId } = await recordOf(repository, entry.keyId);
      assert.deepEqual(revokedAt, entry.at);
      assert.equal(successorId !== null, [rotated, late][index]);
    }
  }),
];
