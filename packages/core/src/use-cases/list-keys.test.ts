import { describe, expect, it, vi } from 'vitest';
import { ada, allowAll, grace, service } from '../../test-support/service.js';
import { keyStates } from '../model/key-state.js';
import type { KeyPolicy } from '../ports/key-policy.js';
import type { ListRequest } from './read-keys.js';

/** A service with this many keys of ada, issued one per second, named by number. */
async function serviceWithKeys(count: number) {
  const given = service();
  for (let number = 1; number <= count; number += 1) {
    await given.issue({ name: `${number}` });
    given.clock.advance(1_000);
  }
  const list = (request: Partial<ListRequest<'user' | 'team'>> = {}) =>
    given.keys.list({ owner: ada, actor: ada, ...request });
  return { ...given, list };
}

const names = (page: { readonly keys: readonly { readonly name: string }[] }) =>
  page.keys.map(({ name }) => name);

describe('list', () => {
  it('returns the keys of one owner, newest first', async () => {
    const { list, issue } = await serviceWithKeys(3);
    await issue({ owner: grace, actor: grace, name: 'not hers' });
    expect(names(await list())).toEqual(['3', '2', '1']);
  });

  it('returns pages until there are no more keys, each key once', async () => {
    const { list } = await serviceWithKeys(5);
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, cursor: first.nextCursor });
    const third = await list({ limit: 2, cursor: second.nextCursor });
    expect([first, second, third].map(names)).toEqual([['5', '4'], ['3', '2'], ['1']]);
    expect(third.nextCursor).toBeNull();
  });

  it('can end with a page that is exactly full', async () => {
    const { list } = await serviceWithKeys(4);
    const first = await list({ limit: 2 });
    expect((await list({ limit: 2, cursor: first.nextCursor })).nextCursor).toBeNull();
  });

  it('loses and repeats no key if many were created at the same instant', async () => {
    const { keys, issue } = service();
    const issued = await Promise.all(Array.from({ length: 7 }, () => issue()));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await keys.list({ owner: ada, actor: ada, limit: 3, cursor });
      seen.push(...page.keys.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.sort()).toEqual(issued.map(({ key }) => key.id).sort());
  });

  it('shows keys that were issued in the meantime only on the first page', async () => {
    const { list, issue } = await serviceWithKeys(3);
    const first = await list({ limit: 2 });
    await issue({ name: 'new' });
    expect(names(await list({ limit: 2, cursor: first.nextCursor }))).toEqual(['1']);
  });

  it('returns 50 keys by default', async () => {
    const { list } = await serviceWithKeys(51);
    const page = await list();
    expect(page.keys).toHaveLength(50);
    expect(page.nextCursor).not.toBeNull();
  });

  it('returns keys in one state, determined by the clock, or in all of them', async () => {
    const { keys, list, clock, issue } = await serviceWithKeys(1);
    const { key } = await issue({ name: 'revoked' });
    await keys.revoke(key.id, { actor: ada });
    const { key: disabled } = await issue({ name: 'disabled' });
    await keys.disable(disabled.id, { actor: ada, reason: 'leaked' });
    const { key: rotated } = await issue({ name: 'rotated' });
    const { key: successor } = await keys.rotate(rotated.id, { actor: ada, graceMs: 1_000 });
    await keys.rename(successor.id, { actor: ada, name: 'successor' });
    await issue({ name: 'expired', expiresAt: new Date(clock.now().getTime() + 1) });
    clock.advance(1);
    for (const state of ['revoked', 'expired', 'disabled', 'rotated'] as const)
      expect(names(await list({ state }))).toEqual([state]);
    expect([...names(await list({ state: 'live' }))].sort()).toEqual(['1', 'successor']);
    expect(names(await list({ state: 'all' }))).toHaveLength(6);
    expect(names(await list())).toHaveLength(6);
  });

  it('accepts limits of 1 and 100', async () => {
    const { list } = await serviceWithKeys(101);
    expect(names(await list({ limit: 1 }))).toEqual(['101']);
    expect((await list({ limit: 100 })).keys).toHaveLength(100);
  });

  it('accepts a cursor at the last instant that a Date can hold', async () => {
    const { list } = await serviceWithKeys(1);
    expect(names(await list({ cursor: '8640000000000000.0123456789abcdef' }))).toEqual(['1']);
  });

  it('asks the policy once, about the owner', async () => {
    const decide = vi.fn<KeyPolicy['decide']>(() => ({ ok: true }));
    const { keys } = service({ policy: { decide } });
    await keys.list({ owner: ada, actor: grace });
    expect(decide.mock.calls).toEqual([[{ actor: grace, action: 'list', owner: ada }]]);
  });

  it('shows neither token nor hash', async () => {
    const { keys, issue, hasher } = service();
    const { token } = await issue();
    const shown = JSON.stringify(await keys.list({ owner: ada, actor: ada }));
    expect(shown).not.toContain(token.slice(21, 64));
    expect(shown).not.toContain(await hasher.hash(token));
  });
});

describe('list refuses', () => {
  it.each([
    ['an unknown state', { state: 'deleted' }],
    ['T09 a state that is an inherited property of objects', { state: 'constructor' }],
    ['a state in an array', { state: ['live'] }],
    ['a limit of 0', { limit: 0 }],
    ['a limit of 101', { limit: 101 }],
    ['a limit that is not a whole number', { limit: 1.5 }],
    ['a limit that is a string', { limit: '10' }],
    ['an owner of an undeclared kind', { owner: { kind: 'robot', id: 'r2' } }],
  ])('%s', async (_what, request) => {
    const { list } = await serviceWithKeys(0);
    const refused = list(request as Partial<ListRequest<'user' | 'team'>>);
    await expect(refused).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });

  it('an unknown state with a message that names the known ones', async () => {
    const { list } = await serviceWithKeys(0);
    const refused = list({ state: 'gone' as 'live' });
    for (const state of [...Object.keys(keyStates), 'all'])
      await expect(refused).rejects.toThrow(`'${state}'`);
  });

  it.each([
    [''],
    ['nonsense'],
    ['1.0123456789abcde'],
    ['1.0123456789abcdef0'],
    ['-1.0123456789abcdef'],
    ['1.0123456789abcd-f'],
    ['1.0123456789abcdef\n'],
    ['9999999999999999.0123456789abcdef'],
    ["1.' or 1=1 -- 1234"],
    [42],
    [{}],
  ])('a cursor that it did not return: %j', async (cursor) => {
    const { list } = await serviceWithKeys(0);
    await expect(list({ cursor: cursor as string })).rejects.toMatchObject({ code: 'ERR_INVALID_CURSOR' });
  });

  it('M04 actors that the policy refuses', async () => {
    const policy = { ...allowAll, decide: () => ({ ok: false as const, message: 'not yours' }) };
    const { keys } = service({ policy });
    const refused = keys.list({ owner: ada, actor: grace });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_FORBIDDEN', message: 'not yours' });
  });
});
