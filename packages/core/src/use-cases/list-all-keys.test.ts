import { describe, expect, it, vi } from 'vitest';
import { ada, grace, platform, service } from '../../test-support/service.js';
import type { ApiKeys } from '../api-keys.js';
import { actorReference, keyActor } from '../model/actor.js';
import { selfService } from '../policy/self-service.js';
import type { KeyPolicy } from '../ports/key-policy.js';
import { memoryKeyRepository } from '../testing/index.js';
import type { ListAllRequest } from './list-all-keys.js';
import type { KeyPage } from './read-keys.js';

const day = 24 * 60 * 60 * 1_000;
const job = { kind: 'system', id: 'inventory' } as const;

type Keys = ApiKeys<'user' | 'team'>;

/** The names of all keys that a list has, page by page. */
async function namesOf(read: (cursor: string | null) => Promise<KeyPage>): Promise<readonly string[]> {
  const names: string[] = [];
  let cursor: string | null = null;
  do {
    const { keys, nextCursor } = await read(cursor);
    names.push(...keys.map(({ name }) => name));
    cursor = nextCursor;
  } while (cursor !== null);
  return names;
}

function listed(
  keys: Keys,
  given: Partial<ListAllRequest<'user' | 'team'>> = {},
): Promise<readonly string[]> {
  return namesOf((cursor) => keys.listAll({ actor: job, ...given, cursor }));
}

/** A service with keys of several owners, a second apart, in several states. */
async function withKeys(given: Parameters<typeof service>[0] = {}) {
  const made = service(given);
  const { keys, clock } = made;
  const issue = async (name: string, request: Parameters<typeof made.issue>[0] = {}) => {
    clock.advance(1_000);
    return made.issue({ name, scopes: ['agents:read'], ...request });
  };
  await issue('of ada');
  await issue('of grace', { owner: grace, actor: grace });
  await issue('of platform', { owner: platform, expiresAt: new Date(clock.now().getTime() + 30 * day) });
  const { key: disabled } = await issue('disabled', { expiresAt: new Date(clock.now().getTime() + 2 * day) });
  await keys.disable(disabled.id, { actor: ada, reason: 'unsure' });
  const { key: revoked } = await issue('revoked', { owner: platform, actor: grace });
  await keys.revoke(revoked.id, { actor: ada });
  return { ...made, issue };
}

describe('listAll', () => {
  it('lists the keys of all owners, in every state, newest first', async () => {
    const { keys } = await withKeys();
    const all = ['revoked', 'disabled', 'of platform', 'of grace', 'of ada'];
    expect(await listed(keys)).toEqual(all);
    for (const limit of [1, 2, 3]) expect(await listed(keys, { limit })).toEqual(all);
  });

  it.each<[string, Partial<ListAllRequest<'user' | 'team'>>, readonly string[]]>([
    ['a kind', { kinds: ['team'] }, ['revoked', 'of platform']],
    ['kinds', { kinds: ['user', 'team', 'user'], state: 'live' }, ['of platform', 'of grace', 'of ada']],
    ['who created them', { createdBy: grace }, ['revoked', 'of grace']],
    ['the actor who created them, as it is', { createdBy: ada, kinds: ['team'] }, ['of platform']],
    ['a state', { state: 'disabled' }, ['disabled']],
    ['having no expiry', { neverExpires: true, state: 'accepted' }, ['of grace', 'of ada']],
    ['all at once', { kinds: ['user'], createdBy: ada, state: 'accepted', neverExpires: true }, ['of ada']],
    [
      'nothing, if every condition is off',
      { neverExpires: false, beyondLifetime: false, state: 'revoked' },
      ['revoked'],
    ],
  ])('filters by %s', async (_what, filter, names) => {
    const { keys } = await withKeys();
    expect(await listed(keys, filter)).toEqual(names);
  });

  it('lists what expires before an instant, soonest first', async () => {
    const { keys, clock } = await withKeys();
    const inDays = (days: number) => new Date(clock.now().getTime() + days * day);
    expect(await listed(keys, { expiresBefore: inDays(40), limit: 1 })).toEqual(['disabled', 'of platform']);
    expect(await listed(keys, { expiresBefore: inDays(40), state: 'live' })).toEqual(['of platform']);
    expect(await listed(keys, { expiresBefore: inDays(3) })).toEqual(['disabled']);
    expect(await listed(keys, { expiresBefore: inDays(1) })).toEqual([]);
  });

  it('starts a list of keys that still work after those that have expired', async () => {
    const { keys, clock, repository } = await withKeys();
    const listAll = vi.spyOn(repository, 'listAll');
    const expiresBefore = new Date(clock.now().getTime() + 40 * day);
    await keys.listAll({ actor: job, expiresBefore, state: 'accepted' });
    await keys.listAll({ actor: job, expiresBefore, state: 'expired' });
    await keys.listAll({ actor: job, state: 'accepted' });
    expect(listAll.mock.calls.map(([{ after }]) => after)).toEqual([{ at: clock.now(), id: '' }, null, null]);
  });

  it('lists what was neither created nor used since an instant', async () => {
    const { keys, clock, issue } = await withKeys();
    const { token } = await issue('used');
    clock.advance(day);
    const unusedSince = clock.now();
    await issue('new');
    await keys.verify(token);
    expect(await listed(keys, { unusedSince, state: 'accepted' })).toEqual([
      'of platform',
      'of grace',
      'of ada',
    ]);
  });

  it('lists keys that live beyond the lifetime of their kind, and none of a kind without one', async () => {
    const repository = memoryKeyRepository();
    await withKeys({ repository });
    const beyondLifetime = true;
    const { keys: limited } = service({ repository, lifetimes: { user: { maxMs: day } } });
    expect(await listed(limited, { beyondLifetime, state: 'accepted' })).toEqual(['of grace', 'of ada']);
    const listAll = vi.spyOn(repository, 'listAll');
    const { keys: unlimited } = service({ repository });
    expect(await listed(unlimited, { beyondLifetime })).toEqual([]);
    expect(await listed(limited, { beyondLifetime, kinds: ['team'] })).toEqual([]);
    // There is nothing to look for.
    expect(listAll).not.toHaveBeenCalled();
  });

  it('shows the use that list shows, even if it is not written yet', async () => {
    const { keys, clock, issue } = await withKeys();
    const { token, key } = await issue('used');
    clock.advance(1_000);
    await keys.verify(token);
    const [first] = (await keys.listAll({ actor: job })).keys;
    expect(first?.lastUsedAt).toEqual(clock.now());
    expect(first).toEqual((await keys.list({ owner: ada, actor: ada })).keys.find(({ id }) => id === key.id));
  });

  it('finds the keys that a key created', async () => {
    const { keys, issue } = await withKeys();
    const { token } = await issue('creator');
    const verified = await keys.verify(token);
    if (!verified.ok) throw new Error('the key is live');
    const actor = keyActor(verified.principal);
    await keys.issue({ owner: platform, actor, name: 'by a key' });
    for (const createdBy of [actor, actorReference(actor)])
      expect(await listed(keys, { createdBy })).toEqual(['by a key']);
  });

  it('is not disturbed by what is issued and revoked between two pages', async () => {
    const { keys, issue } = await withKeys();
    const first = await keys.listAll({ actor: job, limit: 2 });
    await issue('new');
    for (const { id } of first.keys) await keys.revoke(id, { actor: ada });
    const rest = await keys.listAll({ actor: job, cursor: first.nextCursor });
    expect(rest.keys.map(({ name }) => name)).toEqual(['of platform', 'of grace', 'of ada']);
  });
});

describe('a repository that examines few records at a time', () => {
  /** It returns one key at most, and every other time none, whatever the limit. */
  async function withSlowRepository() {
    const repository = { ...memoryKeyRepository() };
    const made = await withKeys({ repository });
    const { listAll } = repository;
    let calls = 0;
    repository.listAll = async (query) => {
      calls += 1;
      const { keys, next } = await listAll({ ...query, limit: 1 });
      return calls % 2 === 0 ? { keys: [], next } : { keys, next };
    };
    return { ...made, repository, calls: () => calls };
  }

  it('fills a page in several calls', async () => {
    const { keys } = await withSlowRepository();
    const { keys: page, nextCursor } = await keys.listAll({ actor: job, limit: 2 });
    expect(page.map(({ name }) => name)).toEqual(['revoked', 'of platform']);
    expect(nextCursor).not.toBeNull();
  });

  it('ends a page after a bounded number of calls, even if it is empty, and goes on with the next', async () => {
    const { keys, repository, clock } = await withSlowRepository();
    let examined = 0;
    repository.listAll = async ({ after }) => {
      examined += 1;
      const at = new Date((after?.at ?? clock.now()).getTime() - 1);
      return { keys: [], next: examined === 50 ? null : { at, id: '0'.repeat(16) } };
    };
    const pages: number[] = [];
    await namesOf(async (cursor) => {
      const page = await keys.listAll({ actor: job, cursor });
      pages.push(examined);
      return page;
    });
    expect(pages).toEqual([20, 40, 50]);
  });

  it('lets the event loop turn between two calls', async () => {
    const { keys } = await withSlowRepository();
    let turns = 0;
    const immediate = () => {
      turns += 1;
      timer = setImmediate(immediate);
    };
    let timer = setImmediate(immediate);
    await keys.listAll({ actor: job }).finally(() => clearImmediate(timer));
    expect(turns).toBeGreaterThanOrEqual(4);
  });
});

describe('expiring', () => {
  const withinMs = 14 * day;

  it('lists live keys of all owners that expire soon, soonest first', async () => {
    const { keys, issue, clock } = await withKeys();
    const inDays = (days: number) => ({ expiresAt: new Date(clock.now().getTime() + days * day) });
    await issue('in 13 days', { owner: grace, ...inDays(13) });
    await issue('in a day', inDays(1));
    await issue('in 15 days', inDays(15));
    const { key } = await issue('rotated', inDays(3));
    await keys.rotate(key.id, { actor: ada, graceMs: day, expiresAt: inDays(90).expiresAt });
    const soon = (limit: number) =>
      namesOf((cursor) => keys.expiring({ actor: job, withinMs, limit, cursor }));
    for (const limit of [1, 100]) expect(await soon(limit)).toEqual(['in a day', 'in 13 days']);
    clock.advance(2 * day);
    expect(await soon(10)).toEqual(['in 13 days', 'in 15 days']);
  });

  it('does not list a key at the instant at which it expires', async () => {
    const { keys, clock, issue } = service();
    await issue({ expiresAt: new Date(clock.now().getTime() + day) });
    const count = async () => (await keys.expiring({ actor: job, withinMs: 1 })).keys.length;
    clock.advance(day - 1);
    expect(await count()).toBe(0);
    expect((await keys.expiring({ actor: job, withinMs: 2 })).keys).toHaveLength(1);
    clock.advance(1);
    expect(await count()).toBe(0);
  });

  it.each([0, -1, 1.5, '1', Number.NaN, Infinity, undefined, null, 36_525 * day + 1])(
    'refuses to look %s ms ahead',
    async (ms) => {
      const { keys } = service();
      await expect(keys.expiring({ actor: job, withinMs: ms as number })).rejects.toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        message: 'withinMs must be a whole number of milliseconds from 1 to 3155760000000 (100 years)',
      });
    },
  );

  it('looks at most 100 years ahead', async () => {
    const { keys, issue, clock } = service();
    await issue({ expiresAt: new Date(clock.now().getTime() + 1) });
    expect((await keys.expiring({ actor: job, withinMs: 36_525 * day })).keys).toHaveLength(1);
  });

  it('is a fault if the clock returns an invalid date', async () => {
    const { keys, clock } = service();
    vi.spyOn(clock, 'now').mockReturnValue(new Date(Number.NaN));
    const code = 'ERR_UNEXPECTED';
    await expect(keys.expiring({ actor: job, withinMs: 1 })).rejects.toMatchObject({ code });
  });
});

describe('permission to list all keys', () => {
  const listings: readonly [string, (keys: Keys, actor: typeof ada) => Promise<unknown>][] = [
    ['listAll', (keys, actor) => keys.listAll({ actor })],
    ['expiring', (keys, actor) => keys.expiring({ actor, withinMs: day })],
    ['affectedBy', (keys, actor) => keys.affectedBy('ada', { actor })],
  ];

  it.each(listings)('M04 is all that %s asks for, without an owner', async (_name, list) => {
    const decide = vi.fn<KeyPolicy['decide']>(() => ({ ok: true }));
    const { keys, issue } = service({ policy: { decide } });
    await issue({ owner: platform });
    decide.mockClear();
    await list(keys, ada);
    expect(decide.mock.calls).toEqual([[{ actor: ada, action: 'list_all' }]]);
  });

  it.each(listings)('M04 without it, %s says the same whether there are keys or not', async (_name, list) => {
    const repository = memoryKeyRepository();
    await withKeys({ repository });
    const refusals: unknown[] = [];
    for (const parts of [{ repository }, {}]) {
      const { keys } = service({ policy: selfService(), ...parts });
      refusals.push(await list(keys, ada).catch((error: unknown) => error));
    }
    expect(refusals[0]).toMatchObject({ code: 'ERR_FORBIDDEN' });
    expect(refusals[0]).toEqual(refusals[1]);
  });

  it.each(listings)('M04 without it, %s reads nothing', async (_name, list) => {
    const repository = memoryKeyRepository();
    const reads = [vi.spyOn(repository, 'list'), vi.spyOn(repository, 'listAll')];
    const { keys } = service({ policy: selfService(), repository });
    await expect(list(keys, ada)).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
    for (const read of reads) expect(read).not.toHaveBeenCalled();
  });
});

it.each<[string, object, string]>([
  [
    'an owner, because it lists the keys of all',
    { owner: ada },
    'unknown field owner; the fields are actor, kinds, createdBy, state, neverExpires, expiresBefore, unusedSince, beyondLifetime, limit, cursor',
  ],
  ['no kinds', { kinds: [] }, 'kinds must be one or more of the declared kinds: user, team'],
  [
    'a kind that is not in a list',
    { kinds: 'user' },
    'kinds must be one or more of the declared kinds: user, team',
  ],
  [
    'a hole in the list of kinds',
    { kinds: new Array(1) },
    'kinds must be one or more of the declared kinds: user, team',
  ],
  ['a name as createdBy', { createdBy: 'ada' }, 'createdBy is missing, or is not an object'],
  ['a team as createdBy', { createdBy: platform }, "createdBy.kind must be 'user', 'key' or 'system'"],
  [
    'a key without a key ID as createdBy',
    { createdBy: { kind: 'key', id: 'ada' } },
    "createdBy.id must be a key ID if createdBy.kind is 'key'",
  ],
  [
    'both an expiry and none',
    { neverExpires: true, expiresBefore: new Date() },
    'no key never expires and expires before an instant; pass neverExpires or expiresBefore',
  ],
  ['text instead of true', { neverExpires: 'true' }, 'neverExpires must be true or false'],
  ['a number instead of true', { beyondLifetime: 1 }, 'beyondLifetime must be true or false'],
])('listAll refuses %s, and says what to fix', async (_what, given, message) => {
  const { keys } = service();
  const refused = keys.listAll({ actor: job, ...given } as ListAllRequest<'user' | 'team'>);
  await expect(refused).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT', message });
});
