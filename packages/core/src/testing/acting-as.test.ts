import { describe, expect, it } from 'vitest';
import type { KeyState } from '../index.js';
import { type ActingAs, actingAs, fakeApiKeys, settableClock } from './index.js';

const ada = { kind: 'user', id: 'ada' } as const;
const permissions = ['notes:read', 'notes:write'] as const;

describe('actingAs', () => {
  it('issues a key that verifies as its principal', async () => {
    const keys = fakeApiKeys({ permissions });
    const { token, principal } = await actingAs(keys, { owner: ada, permissions: ['notes:read'] });
    expect(await keys.verify(token, { scopes: ['notes:read'] })).toEqual({ ok: true, principal });
    expect(principal).toMatchObject({ owner: ada, permissions: ['notes:read'] });
  });

  it('returns the token as a bearer token', async () => {
    const { token, headers } = await actingAs(fakeApiKeys(), { owner: ada, permissions: [] });
    expect(headers).toEqual({ Authorization: `Bearer ${token}` });
  });

  it('issues a key that lacks every permission that is left out', async () => {
    const keys = fakeApiKeys({ permissions });
    const { token } = await actingAs(keys, { owner: ada, permissions: ['notes:read'] });
    expect(await keys.verify(token, { scopes: ['notes:write'] })).toMatchObject({
      reason: 'insufficient_scope',
    });
  });

  it('gives two keys of one owner different permissions, whatever their order', async () => {
    const keys = fakeApiKeys({ permissions });
    const acting: ActingAs<'user', (typeof permissions)[number]>[] = [
      { owner: ada, permissions: ['notes:read'] },
      { owner: ada, permissions: [] },
      { owner: ada, permissions: ['notes:write', 'notes:read'] },
    ];
    for (const as of acting) {
      const { token, principal } = await actingAs(keys, as);
      expect(await keys.verify(token)).toEqual({ ok: true, principal });
      expect([...principal.permissions].sort()).toEqual([...as.permissions].sort());
    }
  });

  it('leaves earlier keys of the same owner as they were', async () => {
    const keys = fakeApiKeys({ permissions });
    const { token, principal } = await actingAs(keys, { owner: ada, permissions: ['notes:read'] });
    for (const later of [permissions, [], ['notes:write'] as const])
      await actingAs(keys, { owner: ada, permissions: later });
    expect(await keys.verify(token)).toEqual({ ok: true, principal });
  });

  it('works on a frozen owner and list, and hands out neither', async () => {
    const frozen = Object.freeze({ owner: Object.freeze({ ...ada }), permissions: Object.freeze([]) });
    const { principal } = await actingAs(fakeApiKeys(), frozen);
    expect(principal.owner).not.toBe(frozen.owner);
    expect(principal.permissions).not.toBe(frozen.permissions);
  });

  it('needs no permission of the policy', async () => {
    const keys = fakeApiKeys({ policy: { decide: () => ({ ok: false, message: 'no' }) } });
    const { token } = await actingAs(keys, { owner: ada, permissions: ['any:name'] });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('tells the listener nothing', async () => {
    const events: unknown[] = [];
    const keys = fakeApiKeys({ events: { emit: (event) => events.push(event) } });
    await actingAs(keys, { owner: ada, permissions: [], state: 'revoked' });
    expect(events).toEqual([]);
  });
});

describe('actingAs in a state', () => {
  const states: [KeyState, unknown][] = [
    ['live', { ok: true }],
    ['rotated', { ok: true }],
    ['disabled', { ok: false, reason: 'disabled' }],
    ['expired', { ok: false, reason: 'expired' }],
    ['revoked', { ok: false, reason: 'revoked' }],
  ];

  it.each(states)('issues a %s key', async (state, result) => {
    const keys = fakeApiKeys();
    const { token, principal } = await actingAs(keys, { owner: ada, permissions: [], state });
    expect(await keys.verify(token)).toMatchObject(result as object);
    const listed = await keys.list({ owner: ada, actor: ada, state });
    expect(listed.keys.map(({ id }) => id)).toContain(principal.keyId);
  });

  it('does not move the clock for a key that has expired', async () => {
    const clock = settableClock();
    const keys = fakeApiKeys({ clock });
    const before = clock.now();
    const { token } = await actingAs(keys, { owner: ada, permissions: [], state: 'expired' });
    expect(await keys.verify(token)).toMatchObject({ reason: 'expired' });
    expect(clock.now()).toEqual(before);
  });
});

describe('actingAs throws', () => {
  const misuse = (as: unknown) => actingAs(fakeApiKeys({ permissions }), as as never);

  it('if a permission is not declared', async () => {
    const acting = misuse({ owner: ada, permissions: ['notes:reed'] });
    await expect(acting).rejects.toMatchObject({ code: 'ERR_INVALID_SCOPES' });
  });

  it.each([
    [{ owner: { kind: 'robot', id: 'r2' }, permissions: [] }, 'declared kinds: user, team'],
    [{ owner: ada }, 'permissions is missing'],
    [{ owner: ada, permissions: [], state: 'purged' }, 'state must be one of live, rotated'],
    [{ owner: ada, permissions: [], scopes: [] }, 'unknown field scopes'],
    [undefined, 'the request is missing'],
  ])('for %j', async (as, message) => {
    await expect(misuse(as)).rejects.toThrow(message);
    await expect(misuse(as)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });
});
