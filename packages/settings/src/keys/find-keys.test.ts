import type { ApiKeys, ListRequest } from '@postern/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { pages } from '../../test-support/pages.js';
import { countKeys, findKeys, pageSize } from './find-keys.js';
import type { ListQuery } from './list-query.js';

const ada = { kind: 'user', id: 'ada' } as const;
const dayMs = 24 * 3_600_000;
const everything: ListQuery = { filter: 'all', text: '', cursor: null, isRefused: false };

let keys: ApiKeys;
let requests: ListRequest[];

beforeEach(() => {
  ({ keys } = pages());
  requests = [];
});

function subject() {
  const list = (request: ListRequest) => {
    requests.push(request);
    return keys.list(request);
  };
  return { keys: { list }, owner: ada, actor: ada };
}

async function issue(name: string, inDays?: number) {
  const expiresAt = inDays === undefined ? undefined : new Date(Date.now() + inDays * dayMs);
  return (await keys.issue({ owner: ada, actor: ada, name, expiresAt })).key;
}

async function issueMany(count: number, nameOf: (index: number) => string) {
  for (let index = 0; index < count; index += 1) await issue(nameOf(index));
}

/** The names on each page of a list, from the first to the last. */
async function allPages(query: Partial<ListQuery>) {
  const found: string[][] = [];
  let cursor: string | null = null;
  do {
    const page = await findKeys(subject(), { ...everything, ...query, cursor }, new Date());
    found.push(page.keys.map(({ name }) => name));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

const found = async (query: Partial<ListQuery>) => (await allPages(query)).flat();

describe('the filters', () => {
  beforeEach(async () => {
    await issue('forever');
    await issue('in 13 days', 13);
    await issue('in 15 days', 15);
    const { id } = await issue('disabled', 1);
    await keys.disable(id, { actor: ada, reason: 'test' });
    const old = await issue('rotated');
    await keys.rotate(old.id, { actor: ada, graceMs: dayMs });
    await keys.revoke((await issue('deleted', 1)).id, { actor: ada });
  });

  it('live has every key that works, a rotated one in its grace too', async () => {
    const names = ['forever', 'in 13 days', 'in 15 days', 'rotated', 'rotated'];
    expect((await found({ filter: 'live' })).sort()).toEqual(names);
  });

  it('expiring has those of them that stop working within 14 days', async () => {
    expect((await found({ filter: 'expiring' })).sort()).toEqual(['in 13 days', 'rotated']);
  });

  it('disabled has the disabled ones, and all has all', async () => {
    expect(await found({ filter: 'disabled' })).toEqual(['disabled']);
    expect(await found({ filter: 'all' })).toHaveLength(7);
  });

  it('have counts of what they show', async () => {
    expect(await countKeys(subject(), new Date())).toEqual({ live: 5, expiring: 2, disabled: 1, all: 7 });
  });
});

describe('a search', () => {
  it('finds a part of a name, in any case', async () => {
    await issueMany(2, (index) => ['CI Pipeline', 'Grüße'][index] ?? '');
    expect(await found({ text: 'pipe' })).toEqual(['CI Pipeline']);
    expect(await found({ text: 'GRÜSSE' })).toEqual([]);
    expect(await found({ text: 'GRÜ' })).toEqual(['Grüße']);
    expect(await found({ text: '.*' })).toEqual([]);
  });

  it('finds what a key begins with: as it is shown, its whole ID, with the prefix or without', async () => {
    const { id } = await issue('wanted');
    await issue('another');
    const texts = [id.slice(0, 4), id, `user.${id.slice(0, 8)}…`, `user.${id.slice(0, 8)}...`, `user.${id}`];
    for (const text of texts) expect(await found({ text })).toEqual(['wanted']);
    for (const text of ['user.', id.slice(0, 3), id.slice(1), `team.${id}`, `${id}x`])
      expect(await found({ text })).toEqual([]);
  });

  it('finds nothing of another owner', async () => {
    const grace = { kind: 'user', id: 'grace' } as const;
    const { key } = await keys.issue({ owner: grace, actor: grace, name: 'hers' });
    expect(await found({ text: key.id })).toEqual([]);
    expect(await found({ text: 'hers' })).toEqual([]);
  });

  it('reads at most 20 times and 1,000 records for one page, and then goes on with older keys', async () => {
    await issueMany(1_100, (index) => (index === 0 ? 'oldest' : `key ${index}`));
    const now = new Date();
    const first = await findKeys(subject(), { ...everything, text: 'oldest' }, now);
    expect(first.keys).toEqual([]);
    expect(requests).toHaveLength(20);
    expect(requests.reduce((sum, { limit = 0 }) => sum + limit, 0)).toBe(1_000);
    const second = await findKeys(
      subject(),
      { ...everything, text: 'oldest', cursor: first.nextCursor },
      now,
    );
    expect(second).toMatchObject({ keys: [{ name: 'oldest' }], nextCursor: null });
  });

  it('lets other requests go on between two reads', async () => {
    await issueMany(120, (index) => `key ${index}`);
    let turns = 0;
    const count = () => {
      turns += 1;
      next = setImmediate(count);
    };
    let next = setImmediate(count);
    await findKeys(subject(), { ...everything, text: 'nothing' }, new Date());
    clearImmediate(next);
    expect(turns).toBeGreaterThanOrEqual(2);
  });

  it('shows each match once, on pages that are never too long, wherever the matches are', async () => {
    await issueMany(330, (index) => (index % 3 === 0 || index > 200 ? `match ${index}` : `key ${index}`));
    const shown = await allPages({ text: 'MATCH' });
    const expected = await found({});
    expect(shown.flat()).toEqual(expected.filter((name) => name.startsWith('match')));
    expect(Math.max(...shown.map(({ length }) => length))).toBe(pageSize);
  });
});

it('a page is read once if every key on it is shown', async () => {
  await issueMany(pageSize, (index) => `key ${index}`);
  await findKeys(subject(), { ...everything, filter: 'live' }, new Date());
  expect(requests).toHaveLength(1);
});

it('more than 100 keys are not counted, and counting them takes one read', async () => {
  await issueMany(101, (index) => `key ${index}`);
  expect(await countKeys(subject(), new Date())).toBeUndefined();
  expect(requests).toHaveLength(1);
});
