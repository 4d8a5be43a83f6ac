import assert from 'node:assert/strict';
import { type ApiKey, type KeyState, type KeyStateFilter, keyStates } from '@postern/core';
import {
  type AllKeysQuery,
  type KeyFilter,
  type KeyRepository,
  keyOrder,
  type Position,
  passesFilter,
} from '@postern/core/ports';
import type { Clause } from '../clause.js';
import { add, clause, keyIdOf, type MakeKeyRepository } from './subject.js';

const now = new Date('2026-06-01T00:00:00.000Z');
const day = 24 * 60 * 60 * 1_000;
const ada = { kind: 'user', id: 'ada' } as const;
const linus = { kind: 'user', id: 'linus' } as const;
const instant = (ms: number) => new Date(now.getTime() + ms);

/** What `listAll` promises about conditions and order. ./list-all-pages.ts has its promises about pages. */
export const listAllClauses: readonly Clause<MakeKeyRepository>[] = [
  clause(
    'listAll returns the records of all owners, newest first, as get returns them',
    async (repository) => {
      const added: ApiKey[] = [];
      for (const id of ['ada', 'Ada', 'linus'])
        for (const kind of ['user', 'team']) {
          const createdAt = instant(-added.length);
          added.push((await add(repository, { owner: { kind, id }, createdAt, scopes: [id] })).key);
        }
      const listed = await listAll(repository);
      assert.deepEqual(listed, inOrder(added, {}));
      for (const key of listed) assert.deepEqual(await repository.get(key.id), key);
    },
  ),

  clause('listAll returns the records that meet each condition, and any two of them', async (repository) => {
    const keys: ApiKey[] = [];
    for (const given of variety()) keys.push((await add(repository, given)).key);
    for (const filter of conditionsAndPairs()) {
      const expected = keys.filter((key) => passesFilter(key, { state: 'all', now, ...filter }));
      assert.deepEqual(await listAll(repository, filter), inOrder(expected, filter), JSON.stringify(filter));
    }
  }),

  clause('listAll distinguishes every code unit and every kind of a creator', async (repository) => {
    const { key } = await add(repository, { createdBy: ada });
    await add(repository, { createdBy: { kind: 'user', id: 'Ada' } });
    await add(repository, { createdBy: { kind: 'user', id: 'ada ' } });
    await add(repository, { createdBy: { kind: 'system', id: 'ada' } });
    assert.deepEqual(await listAll(repository, { createdBy: ada }), [key]);
    assert.deepEqual(await listAll(repository, { createdBy: linus }), []);
  }),

  clause('listAll counts a use and a creation at the instant, and later', async (repository) => {
    const created = async (createdMs: number, usedMs: number | null) =>
      (
        await add(repository, {
          createdAt: instant(createdMs),
          lastUsedAt: usedMs === null ? null : instant(usedMs),
        })
      ).key;
    const unused = [await created(-1, null), await created(-2, -1)];
    for (const [createdMs, usedMs] of [
      [0, null],
      [-3, 0],
      [1, null],
      [-4, 1],
    ] as const)
      await created(createdMs, usedMs);
    assert.deepEqual(await listAll(repository, { unusedSince: now }), unused);
  }),

  clause('listAll returns nothing for no kinds, and for the lifetimes of none', async (repository) => {
    await add(repository);
    assert.deepEqual(await listAll(repository, { kinds: [] }), []);
    assert.deepEqual(await listAll(repository, { livesBeyondMs: {} }), []);
  }),

  clause(
    'listAll puts records of one instant in descending order of key ID, by code unit',
    async (repository) => {
      for (const character of ['b', 'B', '0', 'a', 'Z', '9'])
        await add(repository, { id: keyIdOf(character) });
      assert.equal(initials(await listAll(repository)), 'baZB90');
    },
  ),

  clause(
    'listAll puts records that expire at one instant in ascending order of key ID',
    async (repository) => {
      for (const character of ['b', 'B', '0', 'a', 'Z', '9'])
        await add(repository, { id: keyIdOf(character), expiresAt: instant(1) });
      await add(repository, { id: keyIdOf('z'), expiresAt: instant(0), createdAt: instant(-2) });
      await add(repository, { id: keyIdOf('1'), expiresAt: instant(2), createdAt: instant(-1) });
      assert.equal(initials(await listAll(repository, { expiresBefore: instant(3) })), 'z09BZab1');
    },
  ),

  clause(
    'listAll accepts every instant from 1970 to the last one that a Date can hold',
    async (repository) => {
      const { key } = await add(repository, { createdAt: new Date(0), expiresAt: new Date(1) });
      const end = new Date(8.64e15);
      const after = { at: end, id: keyIdOf('z') };
      assert.deepEqual(await listAll(repository, { now: end, state: 'expired', after, unusedSince: end }), [
        key,
      ]);
      assert.deepEqual(await listAll(repository, { now: end, expiresBefore: end, state: 'expired' }), [key]);
      assert.deepEqual(await listAll(repository, { now: end, expiresBefore: end, after }), []);
      assert.deepEqual(
        await listAll(repository, { now: new Date(0), after: { ...after, at: new Date(0) } }),
        [key],
      );
    },
  ),
];

/** Records that differ in everything that a condition looks at. */
export function variety(): readonly Partial<ApiKey>[] {
  const pick = <Item>(items: readonly [Item, ...Item[]], index: number): Item =>
    items[index % items.length] ?? items[0];
  return Array.from({ length: 60 }, (_, index) => {
    const createdAt = instant(-2 * day + (index % 7));
    const disabledAt = pick([null, null, instant(-3)], index);
    const rotatedAt = pick([null, null, null, instant(-3)], Math.floor(index / 3));
    return {
      owner: pick([ada, linus, { kind: 'team', id: 'ada' }, linus, { kind: 'service', id: 'ada' }], index),
      createdBy: pick([ada, linus, { kind: 'key', id: 'ada' }, { kind: 'user', id: 'Ada' }], index),
      createdAt,
      expiresAt: pick([null, instant(-1), now, instant(1), instant(day)], Math.floor(index / 2)),
      disabledAt,
      disabledBy: disabledAt && ada,
      rotatedAt,
      successorId: rotatedAt && keyIdOf('s'),
      revokedAt: pick([null, null, null, null, instant(-2)], index),
      lastUsedAt: pick([null, createdAt, instant(-day), instant(-1)], Math.floor(index / 5)),
    };
  });
}

/** Every condition alone, and any two of them together. */
export function conditionsAndPairs(): readonly Partial<KeyFilter>[] {
  const states: readonly KeyStateFilter[] = [...(Object.keys(keyStates) as KeyState[]), 'accepted'];
  const conditions: readonly Partial<KeyFilter>[] = [
    ...states.map((state) => ({ state })),
    { kinds: ['team'] },
    { kinds: ['user', 'service'] },
    { createdBy: ada },
    { neverExpires: true },
    { neverExpires: false },
    { expiresBefore: now },
    { expiresBefore: instant(2) },
    { unusedSince: instant(-day) },
    { unusedSince: instant(-2 * day + 4) },
    { livesBeyondMs: { user: 2 * day } },
    { livesBeyondMs: { user: 2 * day - 3, team: 3 * day - 5 } },
  ];
  const pairs = conditions.flatMap((one, index) =>
    conditions.slice(index + 1).map((other) => ({ ...one, ...other })),
  );
  return [...conditions, ...pairs];
}

function initials(keys: readonly ApiKey[]): string {
  return keys.map(({ id }) => id.charAt(0)).join('');
}

function inOrder(keys: readonly ApiKey[], filter: Partial<KeyFilter>): readonly ApiKey[] {
  const { positionOf, compare } = keyOrder(filter);
  return keys.toSorted((one, other) => compare(positionOf(one), positionOf(other)));
}

/**
 * Calls `listAll` until there is no more, and returns all records. `between` is called after each call with its number,
 * starting at 0.
 */
export async function listAll(
  repository: KeyRepository,
  given: Partial<AllKeysQuery> = {},
  between: (call: number) => Promise<void> = async () => undefined,
): Promise<readonly ApiKey[]> {
  const query = { state: 'all', now, after: null, limit: 1_000, ...given } as const;
  const keys: ApiKey[] = [];
  let after: Position | null = query.after;
  for (let call = 0; call <= 1_000; call += 1) {
    const page = await repository.listAll({ ...query, after });
    assert.ok(page.keys.length <= query.limit, 'listAll must not exceed the limit');
    keys.push(...page.keys);
    if (page.next === null) return keys;
    assert.match(page.next.id, /^[0-9A-Za-z]{16}$/, 'listAll must go on after a record');
    after = page.next;
    await between(call);
  }
  assert.fail('listAll must end; there seems to be no last page');
}
