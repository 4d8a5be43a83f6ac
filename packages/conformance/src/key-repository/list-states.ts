import assert from 'node:assert/strict';
import { type ApiKey, type KeyState, type KeyStateFilter, keyStates } from '@postern/core';
import { isInState, livesBeyond } from '@postern/core/ports';
import type { Clause } from '../clause.js';
import { add, clause, keyIdOf, type MakeKeyRepository } from './subject.js';

const now = new Date('2026-06-01T00:00:00.000Z');
const day = 24 * 60 * 60 * 1_000;
const ada = { kind: 'user', id: 'ada' };
const filters: readonly KeyStateFilter[] = [...(Object.keys(keyStates) as KeyState[]), 'accepted'];

/**
 * What `list` promises about states and lifetimes: it decides as `isInState` and `livesBeyond` of `@postern/core/ports`
 * do.
 */
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

  clause('list returns the records that live beyond a length of time, in each state', async (repository) => {
    const query = { owner: ada, now, after: null, limit: 100 };
    const createdAt = new Date(now.getTime() - day);
    for (const given of combinations()) await add(repository, { createdAt, ...given });
    const all = await repository.list({ ...query, state: 'all' });
    for (const state of [...filters, 'all'] as const)
      for (const livesBeyondMs of [day - 2, day - 1, day, day + 1]) {
        const listed = await repository.list({ ...query, state, livesBeyondMs });
        const isListed = (key: ApiKey) => isInState(key, state, now) && livesBeyond(key, livesBeyondMs);
        assert.deepEqual(listed, all.filter(isListed), `${state} ${livesBeyondMs}`);
      }
  }),

  clause('list counts how long a record lives from its creation, to the millisecond', async (repository) => {
    // In many time zones, one of these days has 23 hours and another one 25.
    for (const [index, created] of ['1970-01-01', '2026-03-28', '2026-10-24', '9000-01-01'].entries())
      for (const livesBeyondMs of [1, day, 36_500 * day]) {
        const owner = { kind: 'user', id: `${livesBeyondMs} ${index}` };
        const createdAt = new Date(`${created}T12:00:00.001Z`);
        const expiringAfter = (ms: number) =>
          add(repository, { owner, createdAt, expiresAt: new Date(createdAt.getTime() + ms) });
        await expiringAfter(livesBeyondMs);
        const { key } = await expiringAfter(livesBeyondMs + 1);
        const query = { owner, state: 'all', now, after: null, limit: 10 } as const;
        assert.deepEqual(await repository.list({ ...query, livesBeyondMs }), [key]);
      }
  }),

  clause('list fills a page with records that live beyond a length of time', async (repository) => {
    for (let count = 0; count < 3; count += 1) {
      await add(repository, { createdAt: new Date(2 * count) });
      const createdAt = new Date(2 * count + 1);
      await add(repository, { createdAt, expiresAt: new Date(createdAt.getTime() + day) });
    }
    const query = { owner: ada, state: 'all', now, livesBeyondMs: day, limit: 2 } as const;
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
