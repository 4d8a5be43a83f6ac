import assert from 'node:assert/strict';
import type { ApiKey } from '@postern/core';
import type { KeyQuery, KeyRepository } from '@postern/core/ports';
import type { Clause } from '../clause.js';
import { add, clause, keyIdOf, type MakeKeyRepository } from './subject.js';

const ada = { kind: 'user', id: 'ada' };
const instant = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms);

/** What `list` promises about owners, order and positions. ./list-states.ts has its promises about states. */
export const listClauses: readonly Clause<MakeKeyRepository>[] = [
  clause('list returns the records of one owner only, as find returns them', async (repository) => {
    const { key } = await add(repository, { scopes: ['agents:read'], lastUsedAt: instant(5_000) });
    for (const owner of [
      { ...ada, kind: 'team' },
      { ...ada, id: 'Ada' },
      { ...ada, id: 'ada ' },
    ])
      await add(repository, { owner });
    assert.deepEqual(await list(repository), [key]);
    assert.deepEqual(await repository.get(key.id), key);
    assert.deepEqual(await list(repository, { owner: { ...ada, id: 'linus' } }), []);
  }),

  clause('list returns the newest records first, to the millisecond', async (repository) => {
    const keys: ApiKey[] = [];
    for (const ms of [2, 0, 3, 1]) keys.push((await add(repository, { createdAt: instant(ms) })).key);
    const newestFirst = keys.toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime());
    assert.deepEqual(await list(repository), newestFirst);
  }),

  clause(
    'list puts records of one instant in descending order of key ID, by code unit',
    async (repository) => {
      for (const character of ['b', 'B', '0', 'a', 'Z', '9', 'z', 'A']) {
        await add(repository, { id: keyIdOf(character) });
      }
      assert.equal((await list(repository)).map(({ id }) => id.charAt(0)).join(''), 'zbaZBA90');
    },
  ),

  clause('list returns as many records as the limit allows, starting with the newest', async (repository) => {
    for (const ms of [0, 1, 2]) await add(repository, { createdAt: instant(ms) });
    const newest = (await list(repository)).slice(0, 2);
    assert.deepEqual(await list(repository, { limit: 2 }), newest);
  }),

  clause('list returns every record once, page by page', async (repository) => {
    for (const character of ['b', 'B', '0', 'a', 'Z']) {
      await add(repository, { id: keyIdOf(character) });
      await add(repository, { createdAt: instant(character.charCodeAt(0)) });
    }
    const all = await list(repository);
    for (const limit of [1, 2, 3]) assert.deepEqual(await everyPage(pages(repository, limit)), all);
  }),

  clause('list skips and repeats nothing when records are added between pages', async (repository) => {
    const ids = ['1', '3', '5', '7'].map(keyIdOf);
    for (const id of ids) await add(repository, { id, createdAt: instant(2) });
    const added: Partial<ApiKey>[] = [
      { createdAt: instant(3) },
      { id: keyIdOf('9'), createdAt: instant(2) },
      { id: keyIdOf('0'), createdAt: instant(2) },
      { createdAt: instant(1) },
    ];
    const seen = await everyPage(pages(repository, 1), async (page) => {
      const given = added[page];
      if (given !== undefined) await add(repository, given);
    });
    const counts = ids.map((id) => seen.filter((key) => key.id === id).length);
    assert.deepEqual(counts, [1, 1, 1, 1]);
  }),

  clause('list accepts every instant from 1970 to the last one that a Date can hold', async (repository) => {
    const { key } = await add(repository, { createdAt: instant(0) });
    const end = new Date(8.64e15);
    const after = { at: end, id: keyIdOf('z') };
    assert.deepEqual(await list(repository, { now: end, after, state: 'live' }), [key]);
    assert.deepEqual(await list(repository, { now: new Date(0), after: { ...after, at: new Date(0) } }), []);
  }),

  clause('list continues after a position at which there is no record', async (repository) => {
    const older = await add(repository, { createdAt: instant(0) });
    const lower = await add(repository, { createdAt: instant(2), id: keyIdOf('a') });
    await add(repository, { createdAt: instant(2), id: keyIdOf('c') });
    const between = { at: instant(2), id: keyIdOf('b') };
    assert.deepEqual(await list(repository, { after: between }), [lower.key, older.key]);
    assert.deepEqual(await list(repository, { after: { at: instant(1), id: keyIdOf('b') } }), [older.key]);
  }),
];

function list(repository: KeyRepository, given: Partial<KeyQuery> = {}): Promise<readonly ApiKey[]> {
  return repository.list({ owner: ada, state: 'all', now: instant(0), after: null, limit: 1_000, ...given });
}

/** Returns a function that reads the page after a record. */
function pages(
  repository: KeyRepository,
  limit: number,
): (last: ApiKey | null) => Promise<readonly ApiKey[]> {
  return (last) => list(repository, { limit, after: last && { at: last.createdAt, id: last.id } });
}

/**
 * Reads page by page, to the end. `pageAfter` returns what comes after the last item seen, which is `null` at first.
 * `between` is called after each page with its number, starting at 0.
 */
export async function everyPage<Item>(
  pageAfter: (last: Item | null) => Promise<readonly Item[]>,
  between: (page: number) => Promise<void> = async () => undefined,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let count = 0; items.length <= 100; count += 1) {
    const page = await pageAfter(items.at(-1) ?? null);
    if (page.length === 0) return items;
    items.push(...page);
    await between(count);
  }
  assert.fail('the last page must be empty; there seems to be no last page');
}
