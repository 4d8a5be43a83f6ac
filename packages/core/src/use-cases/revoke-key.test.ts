import { describe, expect, it } from 'vitest';
import { ada, grace, service } from '../../test-support/service.js';
import type { KeyPolicy } from '../ports/key-policy.js';
import { memoryKeyRepository } from '../testing/index.js';

const notFound = expect.objectContaining({ code: 'ERR_KEY_NOT_FOUND', message: 'there is no such key' });
const allowing = (...actions: string[]): KeyPolicy => ({
  decide: ({ action }) => (actions.includes(action) ? { ok: true } : { ok: false, message: `no ${action}` }),
});

describe('revoke', () => {
  it('ends a key, reports the change, and keeps the record with the reason', async () => {
    const { keys, issue, events } = service();
    const { token, key } = await issue();
    expect(await keys.revoke(key.id, { actor: grace, reason: 'left the project' })).toEqual({
      changed: true,
    });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
    const record = await keys.get(key.id, { actor: ada });
    expect(record).toMatchObject({ revokedAt: expect.any(Date), reason: 'left the project' });
    expect(events).toContainEqual({ type: 'revoked', keyId: key.id, owner: ada });
  });

  it('reports no change and emits nothing if the key was already revoked', async () => {
    const { keys, issue, events } = service();
    const { key } = await issue();
    await keys.revoke(key.id, { actor: ada, reason: 'first' });
    expect(await keys.revoke(key.id, { actor: ada, reason: 'second' })).toEqual({ changed: false });
    expect((await keys.get(key.id, { actor: ada })).reason).toBe('first');
    expect((await keys.history({ keyId: key.id, actor: ada })).entries).toHaveLength(2);
    expect(events.filter(({ type }) => type === 'revoked')).toHaveLength(1);
  });

  it('S04 has one winner and one audit entry if called twice concurrently; the loser reports no change', async () => {
    const { keys, issue } = service();
    const { key } = await issue();
    const results = await Promise.all([
      keys.revoke(key.id, { actor: ada }),
      keys.revoke(key.id, { actor: grace }),
    ]);
    expect(results.map(({ changed }) => changed).sort()).toEqual([false, true]);
    const { entries } = await keys.history({ keyId: key.id, actor: ada });
    expect(entries.map(({ action }) => action)).toEqual(['revoked', 'issued']);
  });

  it('works for an expired key, and for one whose owner no longer exists', async () => {
    const { keys, issue, clock, host } = service();
    const { key } = await issue({ expiresAt: new Date(clock.now().getTime() + 1) });
    clock.advance(1);
    host.clear();
    expect(await keys.revoke(key.id, { actor: ada })).toEqual({ changed: true });
  });

  it('stores no reason if none is given', async () => {
    const { keys, issue } = service();
    const { key } = await issue();
    await keys.revoke(key.id, { actor: ada });
    expect((await keys.get(key.id, { actor: ada })).reason).toBeNull();
  });

  it('accepts null as no reason, because forms may send it', async () => {
    const { keys, issue } = service();
    const { key } = await issue();
    const reason = null as unknown as string;
    expect(await keys.revoke(key.id, { actor: ada, reason })).toEqual({ changed: true });
    expect((await keys.get(key.id, { actor: ada })).reason).toBeNull();
  });

  it.each([
    ['of 501 characters', 'a'.repeat(501)],
    ['with a control character', 'left\0'],
    ['with a lone surrogate', '\ud83d'],
    ['that is not a string', 42],
  ])('refuses a reason %s, and changes nothing', async (_which, reason) => {
    const { keys, issue } = service();
    const { token, key } = await issue();
    const revoked = keys.revoke(key.id, { actor: ada, reason: reason as string });
    await expect(revoked).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });
});

describe('M04 a key that the actor may not revoke', () => {
  it('M04 is not found if it is of another owner than the given one', async () => {
    const { keys, issue } = service();
    const { token, key } = await issue();
    await expect(keys.revoke(key.id, { actor: grace, owner: grace })).rejects.toEqual(notFound);
    await expect(keys.revoke(key.id, { actor: ada, owner: { kind: 'team', id: 'ada' } })).rejects.toEqual(
      notFound,
    );
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('M04 is not found if the actor may not see it, with the same message', async () => {
    const { keys, issue } = service({ policy: allowing('issue', 'revoke') });
    const { token, key } = await issue();
    await expect(keys.revoke(key.id, { actor: ada })).rejects.toEqual(notFound);
    await expect(keys.revoke('0000000000000000', { actor: ada })).rejects.toEqual(notFound);
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('M04 is forbidden if the actor may see it, with the message of the policy', async () => {
    const { keys, issue } = service({ policy: allowing('issue', 'get') });
    const { token, key } = await issue();
    const revoked = keys.revoke(key.id, { actor: ada });
    await expect(revoked).rejects.toMatchObject({ code: 'ERR_FORBIDDEN', message: 'no revoke' });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it.each(['', 'user.0123456789abcdef', '__proto__', 'constructor', '0'.repeat(17), "' or 1=1 --"])(
    'T09 is not found by %j, which is not a key ID',
    async (keyId) => {
      const { keys } = service();
      await expect(keys.revoke(keyId, { actor: ada })).rejects.toEqual(notFound);
    },
  );
});

describe('a revocation that fails', () => {
  it('F10 rejects with a fault, so that no one assumes the key is revoked', async () => {
    const repository = { ...memoryKeyRepository(), revoke: () => Promise.reject(new Error('disk full')) };
    const { keys, issue, events } = service({ repository });
    const { key } = await issue();
    await expect(keys.revoke(key.id, { actor: ada })).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
    });
    expect(events.map(({ type }) => type)).toEqual(['issued', 'fault']);
  });
});
