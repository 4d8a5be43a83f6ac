import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { never } from '../../test-support/deferred.js';
import { formatOf } from '../../test-support/format-of.js';
import { everyMutation } from '../../test-support/mutations.js';
import { ada, grace, platform, service } from '../../test-support/service.js';
import { turns } from '../../test-support/turns.js';
import type { ApiKey } from '../model/api-key.js';
import type { FoundKey } from '../ports/key-lookup.js';
import type { OwnerDirectory } from '../ports/owner-directory.js';
import { generateSecret } from '../runtime/random.js';
import { buildAuditEntry, buildKey, buildStoredKey, insecureHasher } from '../testing/index.js';
import type { KeyId } from '../token/key-id.js';

const format = formatOf(['user', 'team']);

/** A service with one key with the given fields, its token, and what was read and hashed. */
async function serviceWith(change: Partial<ApiKey> = {}) {
  const given = service();
  const key = buildKey(change);
  const token = format.compose({ kind: key.owner.kind as 'user', keyId: key.id, secret: generateSecret() });
  const hash = await given.hasher.hash(token);
  await given.repository.insert(buildStoredKey({ key, hash }), buildAuditEntry(key));
  const reads = vi.spyOn(given.repository, 'find');
  const hashes = vi.spyOn(given.hasher, 'verify');
  return { ...given, key, token, reads, hashes };
}

const otherSecret = (token: string) => {
  const [kind, keyId] = [token.slice(0, 4) as 'user', token.slice(5, 21) as KeyId];
  return format.compose({ kind, keyId, secret: generateSecret() });
};
const hashOf = (found: ReadonlyMap<KeyId, FoundKey>, keyId: KeyId): string => {
  const stored = found.get(keyId);
  if (stored === undefined || !('hash' in stored)) throw new Error('there is no such record');
  return stored.hash;
};
const otherKey = format.compose({ kind: 'user', keyId: 'x'.repeat(16) as KeyId, secret: generateSecret() });
const past = new Date('2025-12-31T00:00:00Z');

describe('verify', () => {
  it('returns the owner, the key ID and the current permissions of the owner', async () => {
    const { keys, key, token } = await serviceWith();
    expect(await keys.verify(token)).toEqual({
      ok: true,
      principal: { owner: ada, keyId: key.id, permissions: ['agents:read', 'agents:write', 'models:use'] },
    });
  });

  it('returns the permissions that the owner and the scopes have in common', async () => {
    const { keys, token } = await serviceWith({ owner: grace, scopes: ['agents:write', 'agents:read'] });
    expect(await keys.verify(token)).toMatchObject({ principal: { permissions: ['agents:read'] } });
  });

  it('returns no permissions for a key with an empty list of scopes', async () => {
    const { keys, token } = await serviceWith({ scopes: [] });
    expect(await keys.verify(token)).toMatchObject({ ok: true, principal: { permissions: [] } });
    expect(await keys.verify(token, { scopes: ['agents:read'] })).toMatchObject({
      reason: 'insufficient_scope',
    });
  });

  it('hashes a token once and reads the record every time', async () => {
    const { keys, token, reads, hashes } = await serviceWith();
    for (let count = 0; count < 5; count += 1) await keys.verify(token);
    expect(hashes).toHaveBeenCalledOnce();
    expect(reads).toHaveBeenCalledTimes(6);
  });

  it('writes nothing', async () => {
    const { keys, token, repository } = await serviceWith();
    const writes = (['insert', 'revoke', 'recordUses'] as const).map((write) => vi.spyOn(repository, write));
    await keys.verify(token);
    await keys.verify(otherSecret(token));
    for (const write of writes) expect(write).not.toHaveBeenCalled();
  });

  it('throws for undeclared requirements, because such a route would let in no one, or everyone', async () => {
    const { keys, token } = await serviceWith();
    const invalid = expect.objectContaining({ code: 'ERR_INVALID_CONFIG' });
    await expect(keys.verify(token, { scopes: ['agents:reed' as 'agents:read'] })).rejects.toEqual(invalid);
    await expect(keys.verify(token, { kinds: ['robot' as 'user'] })).rejects.toEqual(invalid);
  });
});

describe('the order of the steps of a verification', () => {
  it('avoids reads for a malformed token', async () => {
    const { keys, reads, hashes } = await serviceWith();
    expect(await keys.verify('user.nonsense')).toEqual({ ok: false, reason: 'malformed' });
    expect(reads).not.toHaveBeenCalled();
    expect(hashes).not.toHaveBeenCalled();
  });

  it.each([
    ['unknown', 'another ID', {}],
    ['revoked', 'its token', { revokedAt: past }],
    ['disabled', 'its token', { disabledAt: past }],
    ['expired', 'its token', { expiresAt: past }],
  ])('avoids hashes for a key that is %s', async (reason, _which, change) => {
    const { keys, token, reads, hashes } = await serviceWith(change);
    const unknown = format.compose({ kind: 'user', keyId: buildKey().id, secret: generateSecret() });
    expect(await keys.verify(reason === 'unknown' ? unknown : token)).toEqual({ ok: false, reason });
    expect(reads).toHaveBeenCalledOnce();
    expect(hashes).not.toHaveBeenCalled();
  });

  it('lets the directory only be asked about a proven key', async () => {
    const { keys, token, owners } = await serviceWith();
    const find = vi.spyOn(owners, 'find');
    await keys.verify(otherSecret(token));
    expect(find).not.toHaveBeenCalled();
  });

  it.each([{ kinds: ['team' as const] }, { scopes: ['agents:write' as const] }])(
    'hides what a route requires from an unproven token: %j',
    async (requirements) => {
      const { keys, token } = await serviceWith({ owner: grace });
      expect(await keys.verify(otherSecret(token), requirements)).toEqual({
        ok: false,
        reason: 'wrong_secret',
      });
    },
  );

  it('puts the owner before the requirements of the route', async () => {
    const { keys, token, host } = await serviceWith();
    host.delete('user.ada');
    expect(await keys.verify(token, { kinds: ['team'] })).toEqual({ ok: false, reason: 'owner_inactive' });
  });

  it('reveals the required kinds and scopes to a proven key', async () => {
    const { keys, token } = await serviceWith({ owner: grace });
    expect(await keys.verify(token, { kinds: ['team'], scopes: ['agents:write'] })).toEqual({
      ok: false,
      reason: 'wrong_kind',
      allowed: ['team'],
    });
    expect(await keys.verify(token, { scopes: ['agents:read', 'agents:write'] })).toEqual({
      ok: false,
      reason: 'insufficient_scope',
      required: ['agents:read', 'agents:write'],
    });
  });

  it('ends in a refusal as overloaded, with a time to wait, if no more hashes can be queued', async () => {
    const hasher = { ...insecureHasher(), concurrency: 1, verify: () => never<boolean>() };
    const { keys, issue } = service({ hasher, limits: { hashQueueLength: 1 } });
    const [first, second, third] = [await issue(), await issue(), await issue()];
    void keys.verify(first.token);
    void keys.verify(second.token);
    const refusal = { ok: false, reason: 'overloaded', retryAfterMs: 1_000 };
    expect(await keys.verify(third.token)).toEqual(refusal);
  });
});

describe('verify refuses', () => {
  it('T01 every token with a typo, nearly always without a read', async () => {
    const { keys, token, reads } = await serviceWith();
    let tried = 0;
    for (const mutation of everyMutation(token)) {
      tried += 1;
      expect((await keys.verify(mutation)).ok).toBe(false);
    }
    expect(tried).toBeGreaterThan(10_000);
    expect(reads.mock.calls.length / tried).toBeLessThanOrEqual(0.0001);
  });

  it('T02 a token with another kind but a correct check, because the stored kind decides', async () => {
    const { keys, token, hashes } = await serviceWith();
    const keyId = token.slice(5, 21) as KeyId;
    const forged = format.compose({ kind: 'team', keyId, secret: token.slice(21, 64) });
    expect(await keys.verify(forged)).toEqual({ ok: false, reason: 'unknown' });
    expect(hashes).not.toHaveBeenCalled();
  });

  it('T05 the stored hash, the key ID and the display form, without a read', async () => {
    const { keys, key, token, hasher, reads } = await serviceWith();
    const presented = [await hasher.hash(token), key.id, `user.${key.id.slice(0, 8)}…`, `user.${key.id}`];
    for (const text of presented) expect(await keys.verify(text)).toEqual({ ok: false, reason: 'malformed' });
    expect(reads).not.toHaveBeenCalled();
  });

  it('T06 a token with the right ID and a correct check, but another secret', async () => {
    const { keys, token } = await serviceWith();
    await keys.verify(token);
    expect(await keys.verify(otherSecret(token))).toEqual({ ok: false, reason: 'wrong_secret' });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('T08 both tokens if the hash of key A is in the row of key B', async () => {
    const { keys, repository, issue } = service();
    const { token, key } = await issue();
    const keyB = buildKey();
    const hash = hashOf(await repository.find([key.id]), key.id);
    await repository.insert(buildStoredKey({ key: keyB, hash }), buildAuditEntry(keyB));
    const secretOfAInB = format.compose({ kind: 'user', keyId: keyB.id, secret: token.slice(21, 64) });
    for (const presented of [secretOfAInB, otherSecret(secretOfAInB)]) {
      expect(await keys.verify(presented)).toEqual({ ok: false, reason: 'wrong_secret' });
    }
  });

  it.each([[undefined], [null], [42], [{}], [['user.']]])(
    'a value that is not a string: %o',
    async (value) => {
      const { keys } = service();
      expect(await keys.verify(value as unknown as string)).toEqual({ ok: false, reason: 'malformed' });
    },
  );
});

describe('S06 the clock steps over an expiry', () => {
  it('S06 back and forward, and every verification uses the time it shows then', async () => {
    const expiresAt = new Date('2026-06-01T00:00:00Z');
    const { keys, token, clock } = await serviceWith({ expiresAt });
    const at = async (instant: Date) => {
      clock.set(instant);
      return (await keys.verify(token)).ok;
    };
    expect(await at(new Date(expiresAt.getTime() - 1))).toBe(true);
    expect(await at(expiresAt)).toBe(false);
    expect(await at(new Date('2026-01-01T00:00:00Z'))).toBe(true);
    expect(await at(new Date('2030-01-01T00:00:00Z'))).toBe(false);
  });
});

it('a directory that takes its time delays only those who wait for its answer', async () => {
  const owners = {
    find: vi.fn<OwnerDirectory['find']>((asked) => asked.map(() => ({ active: true, permissions: [] }))),
  };
  const { keys, issue, clock } = service({ owners });
  const { token } = await issue();
  expect((await keys.verify(token)).ok).toBe(true);
  owners.find.mockReturnValueOnce(never());
  const waiting = keys.verify(token);
  expect(await keys.verify(otherKey)).toEqual({ ok: false, reason: 'unknown' });
  expect((await keys.verify(token)).ok).toBe(true);
  clock.advance(2_000);
  await expect(waiting).rejects.toMatchObject({ code: 'ERR_DIRECTORY_UNAVAILABLE' });
});

it('P07 F10 a map of a repository that throws is a fault, which quotes nothing of it', async () => {
  const { keys, token, reads, events } = await serviceWith();
  const found = Object.assign(new Map(), {
    get() {
      throw new Error('row: secret');
    },
  });
  reads.mockReturnValueOnce(found);
  const error: unknown = await keys.verify(token).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'ERR_REPOSITORY_UNAVAILABLE' });
  expect(inspect([error, events])).not.toContain('secret');
  expect(events).toMatchObject([{ type: 'fault', code: 'ERR_REPOSITORY_UNAVAILABLE' }]);
});

it('F01 if the storage fails after a hash, the verification rejects with the fault of the storage', async () => {
  const { keys, token, reads, hashes } = await serviceWith();
  hashes.mockImplementationOnce(async () => {
    reads.mockImplementationOnce(() => Promise.reject(new Error('connection lost')));
    return true;
  });
  await expect(keys.verify(token)).rejects.toMatchObject({ code: 'ERR_REPOSITORY_UNAVAILABLE' });
});

describe('S07 if the owner changes between two requests', () => {
  it('S07 the key is refused after a deactivation, and accepted again once the owner is back', async () => {
    const { keys, token, host } = await serviceWith();
    expect((await keys.verify(token)).ok).toBe(true);
    host.set('user.ada', { active: false, permissions: ['agents:read'] });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'owner_inactive' });
    host.delete('user.ada');
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'owner_inactive' });
    host.set('user.ada', { active: true, permissions: ['agents:read'] });
    expect((await keys.verify(token)).ok).toBe(true);
  });

  it('S07 the next request has the new permissions, within the scopes', async () => {
    const { keys, token, host } = await serviceWith({ scopes: ['agents:read', 'agents:write'] });
    const permissionsWith = async (...permissions: string[]) => {
      host.set('user.ada', { active: true, permissions });
      const result = await keys.verify(token);
      return result.ok && result.principal.permissions;
    };
    expect(await permissionsWith('agents:read', 'agents:write')).toEqual(['agents:read', 'agents:write']);
    expect(await permissionsWith('agents:read')).toEqual(['agents:read']);
    expect(await permissionsWith()).toEqual([]);
    expect(await permissionsWith('agents:write', 'admin')).toEqual(['agents:write']);
  });
});

describe('S08 the creator of a team key', () => {
  it('S08 can be deactivated: the key keeps working, and its history still shows who created it', async () => {
    const { keys, issue, host } = service();
    const { token, key } = await issue({ owner: platform, actor: ada });
    host.set('user.ada', { active: false, permissions: [] });
    expect(await keys.verify(token)).toMatchObject({ ok: true, principal: { owner: platform } });
    const { entries } = await keys.history({ keyId: key.id, actor: { kind: 'system', id: 'audit' } });
    expect(entries).toMatchObject([{ action: 'issued', actor: ada }]);
  });
});

describe('a verification reports', () => {
  it('the reason of a refusal, and the claimed key ID', async () => {
    const { keys, key, token, events } = await serviceWith();
    await keys.verify('nonsense');
    await keys.verify(otherSecret(token));
    expect(events).toStrictEqual([
      { type: 'refused', reason: 'malformed' },
      { type: 'refused', reason: 'wrong_secret', keyId: key.id },
    ]);
  });

  it('the code of a fault, and the key ID', async () => {
    const { keys, key, token, events, reads } = await serviceWith();
    reads.mockReturnValueOnce(new Map([[key.id, { unreadable: true }]]));
    await expect(keys.verify(token)).rejects.toMatchObject({ code: 'ERR_RECORD_UNREADABLE' });
    expect(events).toMatchObject([{ type: 'fault', code: 'ERR_RECORD_UNREADABLE', keyId: key.id }]);
  });

  it('only the use after a success, visible immediately here and elsewhere after a flush', async () => {
    const { keys, key, token, events, clock, repository } = await serviceWith();
    await keys.verify(token);
    const used = { id: key.id, lastUsedAt: clock.now() };
    const { keys: elsewhere } = service({ repository });
    const shownBy = async (each: Pick<typeof keys, 'get' | 'list'>) => [
      await each.get(key.id, { actor: ada }),
      ...(await each.list({ owner: ada, actor: ada })).keys,
    ];
    expect(await shownBy(keys)).toMatchObject([used, used]);
    expect(await shownBy(elsewhere)).toEqual([key, key]);
    clock.advance(10_000);
    await turns();
    expect(await shownBy(keys)).toMatchObject([used, used]);
    expect(await shownBy(elsewhere)).toMatchObject([used, used]);
    expect(events).toEqual([]);
  });

  it('no use after a refusal', async () => {
    const { keys, key, token } = await serviceWith();
    await keys.verify(otherSecret(token));
    await keys.verify(token, { kinds: ['team'] });
    await keys.close();
    expect((await keys.get(key.id, { actor: ada })).lastUsedAt).toBeNull();
  });
});
