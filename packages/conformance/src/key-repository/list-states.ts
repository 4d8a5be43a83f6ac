import assert from 'node:assert/strict';
import { type ApiKey, type KeyState, type KeyStateFilter, keyStates } from '@postern/core';
import { isInState } from '@postern/core/ports';
import type { Clause } from '../clause.js';
import { add, clause, keyIdOf, type MakeKeyRepository } from './subject.js';

const now = new Date('2026-06-01T00:00:00.000Z');
const ada = { kind: 'user', id: 'ada' };
const filters: readonly KeyStateFilter[] = [...(Object.keys(keyStates) as KeyState[]), 'accepted'];

/** What `list` promises about states: it decides as `isInState` of `@postern/core/ports` does. */
export const listStateClauses: readonly Clause<MakeKeyRepository>[] = [
  clause(
    'list returns the records of each state, whatever their other fields contain',
    async (repository) => {
      for (const given of combinations()) await add(repository, given);
      const all = await repository.list({ owner: ada, state: 'all', now, after: null, limit: 100 });
      assert.equal(all.length, combinations().length);
      for (const state of filters) {
        const listed = await repository.list({ owner: ada, state, now, after: null, limit: 100 });
        assert.deepEqual(
          listed,
          all.filter((key) => isInState(key, state, now)),
          state,
        );
      }
    },
  ),

  clause('S06 list judges expiry at the given instant, to the millisecond', async (repository) => {
    await add(repository, { expiresAt: now });
    const states = async (ms: number) => {
      const at = new Date(now.getTime() + ms);
      const query = { owner: ada, now: at, after: null, limit: 1 };
      const live = await repository.list({ ...query, state: 'live' });
      const expired = await repository.list({ ...query, state: 'expired' });
      return [live.length, expired.length];
    };
    assert.deepEqual(await states(-1), [1, 0]);
    assert.deepEqual(await states(0), [0, 1]);
    assert.deepEqual(await states(-1), [1, 0]);
  }),

  clause('list fills a page with records of its state', async (repository) => {
    for (let count = 0; count < 3; count += 1) {
      await add(repository, { createdAt: new Date(2 * count) });
      await add(repository, { createdAt: new Date(2 * count + 1), revokedAt: now });
    }
    const query = { owner: ada, state: 'live', now, limit: 2 } as const;
    const first = await repository.list({ ...query, after: null });
    assert.deepEqual(first.map(createdMs), [4, 2]);
    const rest = await repository.list({ ...query, after: { at: new Date(2), id: first.at(-1)?.id ?? '' } });
    assert.deepEqual(rest.map(createdMs), [0]);
  }),
];

function createdMs({ createdAt }: ApiKey): number {
  return createdAt.getTime();
}

/** Revoked or not, disabled or not, rotated or not, expired, expiring or neither. */
function combinations(): readonly Partial<ApiKey>[] {
  const [past, future] = [new Date(now.getTime() - 1), new Date(now.getTime() + 1)];
  const by = { kind: 'user', id: 'linus' } as const;
  return [null, past].flatMap((revokedAt) =>
    [null, past].flatMap((disabledAt) =>
      [null, past].flatMap((rotatedAt) =>
        [null, past, now, future].map((expiresAt) => ({
          revokedAt,
          disabledAt,
          disabledBy: disabledAt === null ? null : by,
          rotatedAt,
          successorId: rotatedAt === null ? null : keyIdOf('s'),
          expiresAt,
        })),
      ),
    ),
  );
}
