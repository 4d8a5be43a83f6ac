import { describe, expect, expectTypeOf, it } from 'vitest';
import { type ApiKeys, createApiKeys, eachOwner } from '../index.js';
import {
  actingAs,
  duringOutage,
  type FakeApiKeys,
  fakeApiKeys,
  insecureHasher,
  memoryKeyRepository,
  settableClock,
} from './index.js';

const ada = { kind: 'user', id: 'ada' } as const;
const grace = { kind: 'user', id: 'grace' } as const;

function realKeys() {
  const owners = eachOwner(() => ({ active: true, permissions: [] }));
  return createApiKeys({ repository: memoryKeyRepository(), hasher: insecureHasher(), owners });
}

describe('fakeApiKeys', () => {
  it('knows no owner until a test acts as one', async () => {
    const keys = fakeApiKeys();
    const issuing = () => keys.issue({ owner: ada, actor: ada, name: 'Laptop' });
    await expect(issuing()).rejects.toMatchObject({ code: 'ERR_OWNER_INACTIVE' });
    await actingAs(keys, { owner: grace, permissions: [] });
    await expect(issuing()).rejects.toMatchObject({ code: 'ERR_OWNER_INACTIVE' });
  });

  it('accepts no token of other keys', async () => {
    const { token } = await actingAs(fakeApiKeys(), { owner: ada, permissions: [] });
    expect(await fakeApiKeys().verify(token)).toMatchObject({ ok: false, reason: 'unknown' });
  });

  it('lets people manage their own keys, unless a test says otherwise', async () => {
    const keys = fakeApiKeys();
    const { token, principal } = await actingAs(keys, { owner: ada, permissions: [] });
    const revoking = keys.revoke(principal.keyId, { actor: grace });
    await expect(revoking).rejects.toMatchObject({ code: 'ERR_KEY_NOT_FOUND' });
    expect(await keys.revoke(principal.keyId, { actor: ada })).toEqual({ changed: true });
    expect(await keys.verify(token)).toMatchObject({ reason: 'revoked' });
  });

  it('lists the keys of everyone that a test acted as, if its policy allows that', async () => {
    const policy = { decide: () => ({ ok: true }) as const };
    const keys = fakeApiKeys({ policy });
    for (const owner of [ada, grace]) await actingAs(keys, { owner, permissions: [] });
    const { keys: listed } = await keys.listAll({ actor: ada });
    expect(new Set(listed.map(({ owner }) => owner.id))).toEqual(new Set(['ada', 'grace']));
    await expect(fakeApiKeys().listAll({ actor: ada })).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
  });

  it('takes a clock', async () => {
    const clock = settableClock();
    const keys = fakeApiKeys({ clock });
    await actingAs(keys, { owner: ada, permissions: [] });
    const expiresAt = new Date(clock.now().getTime() + 1_000);
    const { token } = await keys.issue({ owner: ada, actor: ada, name: 'Short', expiresAt });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
    clock.advance(1_000);
    expect(await keys.verify(token)).toMatchObject({ reason: 'expired' });
  });

  it('takes lifetimes, which keys in any state of actingAs ignore', async () => {
    const clock = settableClock();
    const keys = fakeApiKeys({ clock, lifetimes: { user: { maxMs: 1_000 } } });
    for (const state of ['live', 'rotated', 'expired'] as const) {
      const { principal } = await actingAs(keys, { owner: ada, permissions: [], state });
      const { expiresAt } = await keys.get(principal.keyId, { actor: ada });
      expect(expiresAt === null).toBe(state === 'live');
    }
    const { key } = await keys.issue({ owner: ada, actor: ada, name: 'Short' });
    expect(key.expiresAt).toEqual(new Date(clock.now().getTime() + 1_000));
  });

  it('takes caps, which actingAs ignores', async () => {
    const keys = fakeApiKeys({ caps: { user: 2 } });
    for (let count = 0; count < 3; count += 1) await actingAs(keys, { owner: ada, permissions: [] });
    const issued = keys.issue({ owner: ada, actor: ada, name: 'One too many' });
    await expect(issued).rejects.toMatchObject({ code: 'ERR_TOO_MANY_KEYS', limit: 2 });
  });

  it('reports refusals to the listener', async () => {
    const events: unknown[] = [];
    const keys = fakeApiKeys({ events: { emit: (event) => events.push(event) } });
    const { token } = await actingAs(keys, { owner: ada, permissions: [], state: 'revoked' });
    await keys.verify(token);
    expect(events).toMatchObject([{ type: 'refused', reason: 'revoked' }]);
  });

  it('throws for an option that it does not take', () => {
    const options = { owners: eachOwner(() => undefined) };
    expect(() => fakeApiKeys(options as never)).toThrow('fakeApiKeys: unknown option owners');
  });
});

describe('duringOutage', () => {
  it('fails whatever needs the storage, and returns what the action returns', async () => {
    const keys = fakeApiKeys();
    const { token } = await actingAs(keys, { owner: ada, permissions: [] });
    const codes = await duringOutage(keys, () => {
      const calls = [keys.verify(token), keys.list({ owner: ada, actor: ada })];
      return Promise.all(calls.map((call) => call.catch((error) => error.code)));
    });
    expect(codes).toEqual(['ERR_REPOSITORY_UNAVAILABLE', 'ERR_REPOSITORY_UNAVAILABLE']);
  });

  it('ends with the action, even if it throws', async () => {
    const keys = fakeApiKeys();
    const { token } = await actingAs(keys, { owner: ada, permissions: [] });
    const failing = duringOutage(keys, () => {
      throw new Error('as expected');
    });
    await expect(failing).rejects.toThrow('as expected');
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('ends with the last of several outages', async () => {
    const keys = fakeApiKeys();
    const { token } = await actingAs(keys, { owner: ada, permissions: [] });
    const expectFault = () =>
      expect(keys.verify(token)).rejects.toMatchObject({ code: 'ERR_REPOSITORY_UNAVAILABLE' });
    await duringOutage(keys, async () => {
      await duringOutage(keys, expectFault);
      await expectFault();
    });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('does not keep a test from acting as someone', async () => {
    const keys = fakeApiKeys();
    const { token } = await duringOutage(keys, () => actingAs(keys, { owner: ada, permissions: [] }));
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });
});

describe('keys that are not fake', () => {
  it.each([
    ['real keys', realKeys()],
    ['a copy of fake keys', { ...fakeApiKeys() }],
  ])('make actingAs and duringOutage throw: %s', async (_, keys) => {
    const fault = { code: 'ERR_INVALID_ARGUMENT', message: expect.stringContaining('fakeApiKeys()') };
    const cast = keys as FakeApiKeys<'user' | 'team'>;
    await expect(actingAs(cast, { owner: ada, permissions: [] })).rejects.toMatchObject(fault);
    await expect(duringOutage(cast, () => 1)).rejects.toMatchObject(fault);
  });

  it('do not compile', () => {
    const real = realKeys();
    // @ts-expect-error: real keys ask a real directory what ada may do
    void (() => actingAs(real, { owner: ada, permissions: [] }));
    // @ts-expect-error: real keys have a real storage
    void (() => duringOutage(real, () => 1));
  });
});

describe('the types of fake keys', () => {
  const keys = fakeApiKeys({ permissions: ['notes:read', 'notes:write'] });

  it('fit wherever real keys do', () => {
    expectTypeOf(keys).toExtend<ApiKeys<'user' | 'team', 'notes:read' | 'notes:write'>>();
    expectTypeOf(keys).toExtend<ApiKeys>();
    expectTypeOf(fakeApiKeys({ kinds: ['robot'] })).toExtend<ApiKeys<'robot'>>();
  });

  it('let a test act only as declared kinds and with declared permissions', () => {
    void (() => actingAs(keys, { owner: ada, permissions: ['notes:read'] }));
    // @ts-expect-error: not declared
    void (() => actingAs(keys, { owner: ada, permissions: ['notes:reed'] }));
    // @ts-expect-error: not declared
    void (() => actingAs(keys, { owner: { kind: 'robot', id: 'r2' }, permissions: [] }));
    // @ts-expect-error: no permissions
    void (() => actingAs(keys, { owner: ada }));
    // @ts-expect-error: a purged key has no record
    void (() => actingAs(keys, { owner: ada, permissions: [], state: 'purged' }));
  });

  it('include headers that fetch takes', () => {
    void (async () => {
      const { headers } = await actingAs(keys, { owner: ada, permissions: [] });
      await fetch('http://localhost', { headers });
    });
  });
});
