import { describe, expect, it, vi } from 'vitest';
import { ada, platform, service } from '../test-support/service.js';
import { createApiKeys } from './create-api-keys.js';
import { eachOwner } from './each-owner.js';
import { buildPrincipal } from './testing/index.js';

describe('authorize', () => {
  const principal = buildPrincipal({ permissions: ['agents:read'] });

  it('checks a principal without reading or hashing', () => {
    const { keys, repository, hasher } = service();
    const calls = [vi.spyOn(repository, 'find'), vi.spyOn(hasher, 'verify')];
    expect(keys.authorize(principal, { scopes: ['agents:read'] })).toEqual({ ok: true, principal });
    for (const call of calls) expect(call).not.toHaveBeenCalled();
  });

  it('refuses like verify, and emits an event', () => {
    const { keys, events } = service();
    const refusal = { reason: 'insufficient_scope', required: ['agents:write'] };
    expect(keys.authorize(principal, { scopes: ['agents:write'] })).toEqual({ ok: false, ...refusal });
    expect(events).toEqual([{ type: 'refused', reason: 'insufficient_scope', keyId: principal.keyId }]);
  });

  it('accepts requirements that were checked once, as they were then', () => {
    const { keys } = service();
    const scopes: 'agents:write'[] = ['agents:write'];
    const required = keys.checkRequirements({ scopes });
    scopes.length = 0;
    expect(keys.authorize(principal, required)).toMatchObject({ reason: 'insufficient_scope' });
    expect(Object.isFrozen(required) && Object.isFrozen(required.scopes)).toBe(true);
  });

  it('refuses names that are not declared, when requirements are checked and when they are used', () => {
    const { keys } = service();
    expect(() => keys.checkRequirements({ kinds: ['robot' as 'user'] })).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_CONFIG',
        message: expect.stringContaining('kinds names robot'),
      }),
    );
    expect(() => keys.authorize(principal, { scopes: ['agents:reed' as 'agents:read'] })).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_CONFIG',
        message: 'scopes names agents:reed, which createApiKeys does not declare',
      }),
    );
  });
});

describe('a misspelt or missing argument', () => {
  const invalid = (code: string) => expect.objectContaining({ code });

  it.each([
    { scope: ['agents:write'] },
    { kind: ['team'] },
    { scopes: '' },
    { kinds: 5 },
    { scopes: new Array(1) },
    { kinds: [undefined] },
    null,
  ])('makes verify throw instead of accept if the requirements are %o', async (requirements) => {
    const { keys, issue } = service();
    const { token } = await issue();
    const verifying = keys.verify(token, requirements as unknown as object);
    await expect(verifying).rejects.toThrow(invalid('ERR_INVALID_CONFIG'));
  });

  it('is not quoted if it is a token that was passed as a scope', async () => {
    const { keys, issue } = service();
    const { token } = await issue();
    const error: unknown = await keys.verify(token, { scopes: [token as 'agents:read'] }).catch((e) => e);
    expect(error).toMatchObject({ code: 'ERR_INVALID_CONFIG', message: 'scopes must be a list of names' });
  });

  it.each([{ scope: ['agents:read'] }, { expires: new Date() }, { Name: 'x' }])(
    'makes issue throw, and no key is issued, if the request has %o',
    async (field) => {
      const { keys, issue } = service();
      await expect(issue(field as object)).rejects.toThrow(invalid('ERR_INVALID_ARGUMENT'));
      expect(await keys.list({ owner: ada, actor: ada })).toMatchObject({ keys: [] });
    },
  );

  it('makes every verb throw an error with a code if the request is missing', async () => {
    const { keys } = service();
    const call = keys as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>;
    const verbs = ['issue', 'revoke', 'revokeAll', 'purge', 'list', 'get', 'history'];
    for (const name of [...verbs, 'listAll', 'affectedBy', 'expiring', 'disableUnused']) {
      await expect(call[name]?.()).rejects.toThrow(invalid('ERR_INVALID_ARGUMENT'));
    }
  });
});

describe('principals', () => {
  it('of one turn share nothing that a handler could change', async () => {
    const { keys, issue } = service();
    const [one, other] = [await issue(), await issue()];
    const [first, second] = await Promise.all([keys.verify(one.token), keys.verify(other.token)]);
    if (!first.ok || !second.ok) throw new Error('both keys are good');
    const unchanged = structuredClone(second);
    (first.principal.permissions as string[]).push('admin');
    Object.assign(first.principal.owner, { id: 'mallory' });
    expect(second).toEqual(unchanged);
    expect(await keys.verify(other.token)).toEqual(unchanged);
  });
});

describe('a listener that fails', () => {
  it('F10 does not change the answer, and is counted', async () => {
    const { keys, issue } = service({
      events: {
        emit() {
          throw new Error('broken');
        },
      },
    });
    const { token } = await issue();
    expect(await keys.verify(token)).toMatchObject({ ok: true });
    expect(await keys.verify('nonsense')).toEqual({ ok: false, reason: 'malformed' });
    expect(keys.counters().listenerFailures).toBe(2);
  });
});

describe('emit', () => {
  it('passes on the events of adapters', () => {
    const { keys, events } = service();
    keys.emit({ type: 'refused', reason: 'no_credential' });
    expect(events).toEqual([{ type: 'refused', reason: 'no_credential' }]);
  });
});

describe('close', () => {
  it('writes the recorded uses', async () => {
    const { keys, issue, clock } = service();
    const { token, key } = await issue();
    clock.advance(1_000);
    await keys.verify(token);
    await Promise.all([keys.close(), keys.close()]);
    expect((await keys.get(key.id, { actor: ada })).lastUsedAt).toEqual(clock.now());
  });

  it('does not stop verification, but further uses are counted as dropped', async () => {
    const { keys, issue } = service();
    const { token } = await issue();
    await keys.close();
    expect(await keys.verify(token)).toMatchObject({ ok: true });
    expect(keys.counters().droppedUses).toBe(1);
  });
});

describe('the kinds of a service', () => {
  it('are the prefixes of its tokens', async () => {
    const { repository, hasher, policy } = service();
    const keys = createApiKeys({
      repository,
      hasher,
      ...(policy && { policy }),
      kinds: ['robot'],
      owners: eachOwner(() => ({ active: true, permissions: [] })),
    });
    const { token } = await keys.issue({ owner: { kind: 'robot', id: 'r2' }, actor: ada, name: 'Beep' });
    expect(token).toMatch(/^robot\.[0-9A-Za-z]{65}$/);
    expect(await keys.verify(token)).toMatchObject({
      ok: true,
      principal: { owner: { kind: 'robot', id: 'r2' } },
    });
  });

  it('T09 may have the name of an inherited property of objects', async () => {
    const { repository, hasher, policy } = service();
    const keys = createApiKeys({
      repository,
      hasher,
      ...(policy && { policy }),
      kinds: ['constructor'],
      permissions: ['constructor', '__proto__', 'hasOwnProperty'],
      owners: eachOwner(() => ({ active: true, permissions: ['constructor', '__proto__'] })),
    });
    const owner = { kind: 'constructor', id: '__proto__' } as const;
    const { token } = await keys.issue({ owner, actor: ada, name: '__proto__', scopes: ['__proto__'] });
    expect(await keys.verify(token, { kinds: ['constructor'], scopes: ['__proto__'] })).toMatchObject({
      ok: true,
      principal: { owner, permissions: ['__proto__'] },
    });
    expect(await keys.verify(token, { scopes: ['hasOwnProperty'] })).toMatchObject({
      reason: 'insufficient_scope',
    });
  });

  it('are user and team by default', async () => {
    const { issue } = service();
    expect((await issue()).token).toMatch(/^user\./);
    expect((await issue({ owner: platform })).token).toMatch(/^team\./);
  });
});
