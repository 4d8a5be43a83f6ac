import { describe, expect, it, vi } from 'vitest';
import { never } from '../../test-support/deferred.js';
import { ada, allowAll, grace, linus, platform, service } from '../../test-support/service.js';
import { turns } from '../../test-support/turns.js';
import { createApiKeys } from '../create-api-keys.js';
import { keyActor } from '../model/actor.js';
import { selfService } from '../policy/self-service.js';
import type { KeyRepository } from '../ports/key-repository.js';
import {
  buildAuditEntry,
  buildKey,
  buildPrincipal,
  buildStoredKey,
  insecureHasher,
  memoryKeyRepository,
} from '../testing/index.js';
import type { IssueRequest } from './issue-key.js';

const code = (expected: string) => expect.objectContaining({ code: expected });
/** What a caller in plain JavaScript might pass. */
const wrong = (request: object) => request as Partial<IssueRequest<'user' | 'team', 'agents:read'>>;

async function recordsOf({ keys }: ReturnType<typeof service>, owner = ada) {
  return (await keys.list({ owner, actor: { kind: 'system', id: 'test' } })).keys;
}

describe('issue', () => {
  it('returns a token that verifies, and the record', async () => {
    const { keys, issue } = service();
    const { token, key } = await issue({ name: ' CI Pipeline ' });
    expect(token.startsWith(`user.${key.id}`)).toBe(true);
    expect(key).toMatchObject({
      owner: ada,
      name: 'CI Pipeline',
      scopes: null,
      createdBy: ada,
      expiresAt: null,
    });
    expect(await keys.verify(token)).toMatchObject({ ok: true, principal: { owner: ada, keyId: key.id } });
  });

  it('stores the record with the hash of the whole token, and not the token', async () => {
    const { repository, hasher, issue } = service();
    const { token, key } = await issue();
    const stored = (await repository.find([key.id])).get(key.id);
    if (stored === undefined || !('hash' in stored)) throw new Error('no record');
    expect(await hasher.verify(token, stored.hash)).toBe(true);
    expect(JSON.stringify(stored)).not.toContain(token.slice(21, 64));
  });

  it('writes an audit entry with the actor, and emits an event', async () => {
    const { keys, events, issue } = service();
    const { key } = await issue({ owner: platform });
    const { entries } = await keys.history({ keyId: key.id, actor: ada });
    expect(entries).toMatchObject([
      { action: 'issued', keyId: key.id, owner: platform, actor: ada, reason: null },
    ]);
    expect(events).toContainEqual({ type: 'issued', keyId: key.id, owner: platform });
  });

  it('draws a new ID and a new secret for every key', async () => {
    const { issue } = service();
    const issued = await Promise.all(Array.from({ length: 100 }, () => issue()));
    expect(new Set(issued.map(({ key }) => key.id)).size).toBe(100);
    expect(new Set(issued.map(({ token }) => token.slice(21, 64))).size).toBe(100);
  });

  it('accepts null as no expiry', async () => {
    const { issue } = service();
    expect((await issue({ expiresAt: null })).key.expiresAt).toBeNull();
  });

  it('keeps its own copy of the expiry', async () => {
    const { keys, clock, issue } = service();
    const expiresAt = new Date(clock.now().getTime() + 1_000);
    const { token } = await issue({ expiresAt });
    expiresAt.setFullYear(2100);
    clock.advance(1_000);
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'expired' });
  });
});

describe('issue refuses', () => {
  it.each([
    ['no owner', { owner: undefined }, 'ERR_INVALID_ARGUMENT'],
    ['an owner of an undeclared kind', { owner: { kind: 'robot', id: 'r2' } }, 'ERR_INVALID_ARGUMENT'],
    ['T09 an owner of the kind __proto__', { owner: { kind: '__proto__', id: 'x' } }, 'ERR_INVALID_ARGUMENT'],
    ['an owner without an ID', { owner: { kind: 'user', id: '' } }, 'ERR_INVALID_ARGUMENT'],
    ['an owner ID that is a number', { owner: { kind: 'user', id: 7 } }, 'ERR_INVALID_ARGUMENT'],
    ['no actor', { actor: undefined }, 'ERR_INVALID_ARGUMENT'],
    ['an actor of an unknown kind', { actor: { kind: 'robot', id: 'r2' } }, 'ERR_INVALID_ARGUMENT'],
    [
      'a key as actor without permissions',
      { actor: { kind: 'key', id: buildKey().id, owner: ada } },
      'ERR_INVALID_ARGUMENT',
    ],
    [
      'a key as actor with a broken ID',
      { actor: { kind: 'key', id: 'x', owner: ada, permissions: [] } },
      'ERR_INVALID_ARGUMENT',
    ],
    ['M06 an empty name', { name: ' ' }, 'ERR_INVALID_NAME'],
    ['M06 no name', { name: undefined }, 'ERR_INVALID_NAME'],
    ['scopes that are a string', { scopes: 'agents:read' }, 'ERR_INVALID_SCOPES'],
    ['a scope that is not a name', { scopes: ['agents read'] }, 'ERR_INVALID_SCOPES'],
    ['an expiry in the past', { expiresAt: new Date('2025-12-31T23:59:59Z') }, 'ERR_INVALID_EXPIRY'],
    ['an expiry that is now', { expiresAt: new Date('2026-01-01T00:00:00Z') }, 'ERR_INVALID_EXPIRY'],
    ['an expiry in the year 10000', { expiresAt: new Date('+010000-01-01T00:00:00Z') }, 'ERR_INVALID_EXPIRY'],
    ['an invalid date', { expiresAt: new Date('never') }, 'ERR_INVALID_EXPIRY'],
    ['an expiry that is a string', { expiresAt: '2027-01-01' }, 'ERR_INVALID_EXPIRY'],
    ['an expiry in milliseconds', { expiresAt: 1_900_000_000_000 }, 'ERR_INVALID_EXPIRY'],
  ])('%s', async (_what, request, expected) => {
    const given = service();
    await expect(given.issue(wrong(request))).rejects.toEqual(code(expected));
    expect(await recordsOf(given)).toEqual([]);
  });
});

describe('permission to issue', () => {
  it('is given to no one if no policy is configured', async () => {
    const { repository, hasher, owners } = service();
    const keys = createApiKeys({ repository, hasher, owners });
    for (const actor of [ada, { kind: 'system', id: 'job' } as const]) {
      await expect(keys.issue({ owner: ada, actor, name: 'x' })).rejects.toMatchObject({
        code: 'ERR_FORBIDDEN',
        message: 'no policy is configured, so no one can manage keys; pass one, such as selfService()',
      });
    }
  });

  it('is decided by the policy, which is asked before the directory', async () => {
    const find = vi.fn();
    const message = 'ask an owner of the team';
    const { issue } = service({ policy: { decide: () => ({ ok: false, message }) }, owners: { find } });
    await expect(issue()).rejects.toMatchObject({ code: 'ERR_FORBIDDEN', message });
    expect(find).not.toHaveBeenCalled();
  });

  it('M01 is decided on the actor and the owner, without any other fields that were passed with them', async () => {
    const decide = vi.fn(() => ({ ok: true as const }));
    const { issue } = service({ policy: { decide } });
    await issue(wrong({ actor: { ...ada, permissions: ['*'] }, owner: { ...ada, plan: 'enterprise' } }));
    const asked = [{ actor: ada, action: 'issue', owner: ada }];
    // Once before the hash, and again after it.
    expect(decide.mock.calls).toEqual([asked, asked]);
  });

  it('M02 is decided with the owner of a key that acts', async () => {
    const decide = vi.fn(() => ({ ok: true as const }));
    const { issue } = service({ policy: { decide } });
    const actor = keyActor(buildPrincipal({ owner: platform, permissions: ['agents:read'] }));
    await issue({ owner: platform, actor });
    const asked = [{ actor, action: 'issue', owner: platform }];
    expect(decide.mock.calls).toEqual([asked, asked]);
  });

  it('needs one question to the directory before the hash and one after it if people issue for themselves', async () => {
    const { issue, owners } = service();
    const find = vi.spyOn(owners, 'find');
    await issue();
    expect(find.mock.calls).toEqual([[[ada]], [[ada]]]);
  });

  it('is refused if the owner does not exist or is not active', async () => {
    const { issue } = service();
    await expect(issue({ owner: linus, actor: ada })).rejects.toMatchObject({
      code: 'ERR_OWNER_INACTIVE',
      message: 'the owner does not exist or is not active, so no key can be issued for it',
    });
    await expect(issue({ owner: { kind: 'user', id: 'nobody' } })).rejects.toEqual(
      code('ERR_OWNER_INACTIVE'),
    );
  });

  it('is refused to a person who does not exist or is not active', async () => {
    const { issue } = service();
    await expect(issue({ owner: platform, actor: linus })).rejects.toMatchObject({
      code: 'ERR_FORBIDDEN',
      message: 'the actor does not exist or is not active',
    });
  });
});

describe('M03 the scopes of a new key', () => {
  it('M03 cannot include any that the owner does not have, and the error names those', async () => {
    const { issue } = service();
    const refused = issue({
      owner: grace,
      actor: grace,
      scopes: ['agents:read', 'agents:write', 'models:use'],
    });
    await expect(refused).rejects.toMatchObject({
      code: 'ERR_SCOPES_NOT_GRANTED',
      scopes: ['agents:write', 'models:use'],
      message: expect.stringContaining('the owner does not have: agents:write models:use'),
    });
  });

  it.each(['*', 'agents:*', 'AGENTS:READ', '__proto__', 'constructor'])(
    'M03 cannot include %s, which is treated like any other name',
    async (scope) => {
      const { issue } = service();
      const refused = issue(wrong({ scopes: [scope] }));
      await expect(refused).rejects.toMatchObject({
        code: 'ERR_INVALID_SCOPES',
        message: expect.stringContaining(scope),
      });
    },
  );

  it('M03 have no wildcards, even if no permissions are declared', async () => {
    const { repository, hasher, owners } = service();
    const keys = createApiKeys({ repository, hasher, owners, policy: allowAll });
    const refused = keys.issue({
      owner: ada,
      actor: ada,
      name: 'x',
      scopes: ['agents:*', '*', 'constructor'],
    });
    await expect(refused).rejects.toMatchObject({
      code: 'ERR_SCOPES_NOT_GRANTED',
      scopes: ['agents:*', '*', 'constructor'],
    });
  });

  it('M03 cannot include any that a team has but the actor does not, and the error names those', async () => {
    const { issue } = service();
    const refused = issue({ owner: platform, actor: grace, scopes: ['agents:read', 'agents:write'] });
    await expect(refused).rejects.toMatchObject({
      code: 'ERR_SCOPES_NOT_GRANTED',
      scopes: ['agents:write'],
      message: expect.stringContaining('the actor does not have: agents:write'),
    });
  });

  it('M03 cannot be left out if the owner may do more than the actor', async () => {
    const { issue } = service();
    const refused = issue({ owner: platform, actor: grace, scopes: null });
    await expect(refused).rejects.toMatchObject({ scopes: ['agents:write', 'models:use'] });
  });

  it('M10 are made explicit if a person creates a key for a team, so that it does not grow with the team', async () => {
    const { keys, issue, host } = service();
    host.set('team.platform', { active: true, permissions: ['agents:read'] });
    const { key, token } = await issue({ owner: platform, actor: grace, scopes: null });
    expect(key.scopes).toEqual(['agents:read']);
    host.set('team.platform', { active: true, permissions: ['agents:read', 'agents:write'] });
    expect(await keys.verify(token)).toMatchObject({ principal: { permissions: ['agents:read'] } });
  });

  it('M10 can be left out of a key of your own, which may then do everything you may, now and later', async () => {
    const { issue } = service();
    expect((await issue({ owner: grace, actor: grace })).key.scopes).toBeNull();
  });

  it('can include all that both the owner and the actor have', async () => {
    const { keys, issue } = service();
    const { token, key } = await issue({
      owner: platform,
      actor: grace,
      scopes: ['agents:read', 'agents:read'],
    });
    expect(key.scopes).toEqual(['agents:read']);
    expect(await keys.verify(token)).toMatchObject({ ok: true, principal: { permissions: ['agents:read'] } });
  });

  it('can include all that the owner has if the system issues the key, as far as the policy allows it', async () => {
    const { issue } = service();
    const { key } = await issue({ owner: grace, actor: { kind: 'system', id: 'onboarding' } });
    expect(key).toMatchObject({ scopes: null, createdBy: { kind: 'system', id: 'onboarding' } });
  });

  it('can be 1,000 names, and each is stored once', async () => {
    const { issue } = service();
    const { key } = await issue({ scopes: new Array(1_000).fill('agents:read') });
    expect(key.scopes).toEqual(['agents:read']);
  });

  it('can be an empty list, which is not the same as none', async () => {
    const { issue } = service();
    expect((await issue({ scopes: [] })).key.scopes).toEqual([]);
    expect((await issue({ scopes: null })).key.scopes).toBeNull();
  });
});

describe('M02 a key that issues keys', () => {
  const actorWith = (permissions: readonly string[]) => keyActor(buildPrincipal({ owner: ada, permissions }));

  it('M02 is refused by selfService, as by every policy that does not allow it', async () => {
    const { issue } = service({ policy: selfService() });
    await expect(issue({ actor: actorWith(['agents:read']) })).rejects.toEqual(code('ERR_FORBIDDEN'));
    await expect(issue({ actor: ada })).resolves.toBeDefined();
  });

  it('gives its own permissions as explicit scopes if no scopes are given', async () => {
    const { issue } = service();
    const { key } = await issue({ actor: actorWith(['agents:read', 'billing']), scopes: null });
    expect(key.scopes).toEqual(['agents:read']);
    expect(key.createdBy).toMatchObject({ kind: 'key' });
  });

  it('issues a key that may do nothing if it may do nothing itself', async () => {
    const { issue } = service();
    expect((await issue({ actor: actorWith([]) })).key.scopes).toEqual([]);
  });

  it('M03 cannot give permissions that it does not have itself, even if its owner has them', async () => {
    const { issue } = service();
    const refused = issue({ actor: actorWith(['agents:read']), scopes: ['agents:read', 'agents:write'] });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_SCOPES_NOT_GRANTED', scopes: ['agents:write'] });
  });
});

describe('S09 a key ID that is taken', () => {
  /** A repository in which the key ID is already taken, this many times. */
  function crowded(times: number) {
    const repository = memoryKeyRepository();
    const taken: string[] = [];
    const insert: KeyRepository['insert'] = async (stored, entry) => {
      if (taken.length < times) {
        const quicker = buildStoredKey({ key: buildKey({ id: stored.key.id, name: 'quicker' }) });
        taken.push(stored.key.id);
        await repository.insert(quicker, buildAuditEntry(quicker.key));
      }
      return repository.insert(stored, entry);
    };
    return { ...repository, insert, taken };
  }

  it('S09 is left as it is, and the key gets another ID and secret', async () => {
    const repository = crowded(2);
    const hasher = insecureHasher();
    const hash = vi.spyOn(hasher, 'hash');
    const given = service({ repository, hasher });
    const { token, key } = await given.issue();
    expect(repository.taken).not.toContain(key.id);
    expect((await recordsOf(given)).map(({ name }) => name).sort()).toEqual([
      'CI Pipeline',
      'quicker',
      'quicker',
    ]);
    expect(new Set(hash.mock.calls.map(([hashed]) => hashed.slice(21, 64))).size).toBe(3);
    expect(await given.keys.verify(token)).toMatchObject({ ok: true });
  });

  it('S09 is a fault if it happens three times in a row, because no generator is that unlucky', async () => {
    const repository = crowded(Infinity);
    const given = service({ repository });
    await expect(given.issue()).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      message:
        'the repository rejected 3 new key IDs in a row; check that it returns false only if an ID is taken',
    });
    expect(repository.taken).toHaveLength(3);
    expect((await recordsOf(given)).every(({ name }) => name === 'quicker')).toBe(true);
  });
});

describe('issue throws and leaves no record', () => {
  it.each([
    [
      'the hasher fails',
      { hasher: { ...insecureHasher(), hash: () => Promise.reject(new Error('down')) } },
      'ERR_HASHER_UNAVAILABLE',
    ],
    [
      'the directory fails',
      { owners: { find: () => Promise.reject(new Error('down')) } },
      'ERR_DIRECTORY_UNAVAILABLE',
    ],
    [
      'the policy fails',
      { policy: { decide: () => Promise.reject(new Error('down')) } },
      'ERR_POLICY_UNAVAILABLE',
    ],
    [
      'the insert fails',
      { repository: { ...memoryKeyRepository(), insert: () => Promise.reject(new Error('down')) } },
      'ERR_REPOSITORY_UNAVAILABLE',
    ],
  ])('when %s', async (_what, parts, expected) => {
    const given = service(parts);
    await expect(given.issue()).rejects.toEqual(code(expected));
    expect(given.events).toMatchObject([{ type: 'fault', code: expected }]);
    expect(
      await given.repository.list({ owner: ada, state: 'all', now: new Date(), after: null, limit: 1 }),
    ).toEqual([]);
  });

  it('when no hash is done in time', async () => {
    const given = service({ hasher: { ...insecureHasher(), hash: () => never() } });
    const refused = given.issue();
    await turns();
    given.clock.advance(5_000);
    await expect(refused).rejects.toMatchObject({ code: 'ERR_OVERLOADED', retryAfterMs: 1_000 });
    expect(await recordsOf(given)).toEqual([]);
  });
});
