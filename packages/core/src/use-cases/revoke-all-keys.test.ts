import { describe, expect, it, vi } from 'vitest';
import { ada, grace, platform, service } from '../../test-support/service.js';
import { selfService } from '../policy/self-service.js';
import type { KeyPolicy } from '../ports/key-policy.js';
import { buildAuditEntry, buildKey, buildStoredKey, memoryKeyRepository } from '../testing/index.js';
import type { RevokeAllRequest } from './revoke-all-keys.js';

const reason = 'laptop stolen';

describe('revokeAll', () => {
  it("revokes all of an owner's keys and no one else's, and returns how many", async () => {
    const { keys, issue } = service();
    const mine = [await issue(), await issue()];
    const others = [await issue({ owner: grace }), await issue({ owner: platform })];
    expect(await keys.revokeAll({ owner: ada, actor: ada, reason })).toEqual({ revoked: 2 });
    for (const { token } of mine) expect(await keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
    for (const { token } of others) expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('stores the instant and the reason with each record, and writes an audit entry for each', async () => {
    const { keys, issue, clock, events } = service();
    const issued = [await issue(), await issue()];
    clock.advance(1_000);
    await keys.revokeAll({ owner: ada, actor: grace, reason });
    for (const { key } of issued) {
      const record = await keys.get(key.id, { actor: ada });
      expect(record).toEqual({ ...key, revokedAt: clock.now(), reason });
      const { entries } = await keys.history({ keyId: key.id, actor: ada });
      expect(entries).toMatchObject([
        { action: 'revoked', keyId: key.id, owner: ada, actor: grace, at: clock.now(), reason },
        { action: 'issued' },
      ]);
      const emitted = events.filter((event) => event.type === 'revoked' && event.keyId === key.id);
      expect(emitted).toEqual([{ type: 'revoked', keyId: key.id, owner: ada }]);
    }
  });

  it('leaves keys that were already revoked as they are, and does not count them', async () => {
    const { keys, issue } = service();
    const { key } = await issue();
    await keys.revoke(key.id, { actor: ada, reason: 'first' });
    expect(await keys.revokeAll({ owner: ada, actor: ada, reason })).toEqual({ revoked: 0 });
    expect((await keys.get(key.id, { actor: ada })).reason).toBe('first');
    expect((await keys.history({ keyId: key.id, actor: ada })).entries).toHaveLength(2);
  });

  it('also revokes keys that are disabled, expired or in their grace period', async () => {
    const { keys, issue, clock } = service();
    const [{ key: disabled }, { key: rotated }] = [await issue(), await issue()];
    await issue({ expiresAt: new Date(clock.now().getTime() + 1) });
    await keys.disable(disabled.id, { actor: ada, reason });
    await keys.rotate(rotated.id, { actor: ada, graceMs: 60_000 });
    clock.advance(1);
    expect(await keys.revokeAll({ owner: ada, actor: ada, reason })).toEqual({ revoked: 4 });
  });

  it('revokes only keys that were created before an instant, if one is given', async () => {
    const { keys, issue, clock } = service();
    const { token: old } = await issue();
    clock.advance(1);
    const createdBefore = clock.now();
    const { token: fresh } = await issue();
    expect(await keys.revokeAll({ owner: ada, actor: ada, reason, createdBefore })).toEqual({ revoked: 1 });
    expect(await keys.verify(old)).toMatchObject({ reason: 'revoked' });
    expect(await keys.verify(fresh)).toMatchObject({ ok: true });
  });

  it('S04 counts and audits each key once if it is called twice concurrently', async () => {
    const { keys, issue } = service();
    await Promise.all([issue(), issue(), issue()]);
    const revokeAll = () => keys.revokeAll({ owner: ada, actor: ada, reason });
    const [one, other] = await Promise.all([revokeAll(), revokeAll()]);
    expect(one.revoked + other.revoked).toBe(3);
    const { entries } = await keys.history({ owner: ada, actor: ada });
    expect(entries.filter(({ action }) => action === 'revoked')).toHaveLength(3);
  });

  it('asks the policy about the owner, and does nothing if it refuses', async () => {
    const decide = vi.fn<KeyPolicy['decide']>(({ action }) =>
      action === 'revoke_all' ? { ok: false, message: 'ask an owner of the team' } : { ok: true },
    );
    const { keys, issue } = service({ policy: { decide } });
    const { token } = await issue({ owner: platform });
    decide.mockClear();
    const refused = keys.revokeAll({ owner: platform, actor: grace, reason });
    await expect(refused).rejects.toMatchObject({
      code: 'ERR_FORBIDDEN',
      message: 'ask an owner of the team',
    });
    expect(decide.mock.calls).toEqual([[{ actor: grace, action: 'revoke_all', owner: platform }]]);
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it("M04 is limited to a person's own keys by selfService", async () => {
    const { keys, issue } = service({ policy: selfService() });
    await issue();
    const refused = keys.revokeAll({ owner: ada, actor: grace, reason });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
    expect(await keys.revokeAll({ owner: ada, actor: ada, reason })).toEqual({ revoked: 1 });
  });

  it('F10 rejects with a fault if the repository fails', async () => {
    const revokeAll = () => Promise.reject(new Error('disk full'));
    const { keys, events } = service({ repository: { ...memoryKeyRepository(), revokeAll } });
    const code = 'ERR_REPOSITORY_UNAVAILABLE';
    await expect(keys.revokeAll({ owner: ada, actor: ada, reason })).rejects.toMatchObject({ code });
    expect(events).toMatchObject([{ type: 'fault', code }]);
  });
});

describe('revokeAll works in steps of 500', () => {
  /** A repository with this many keys of ada. */
  async function withKeys(count: number) {
    const repository = memoryKeyRepository();
    for (let at = 0; at < count; at += 1) {
      const key = buildKey({ owner: ada });
      await repository.insert(buildStoredKey({ key }), buildAuditEntry(key));
    }
    const { revokeAll: works } = repository;
    return { repository, works, revokeAll: vi.spyOn(repository, 'revokeAll') };
  }
  const request = { owner: ada, actor: ada, reason };

  it.each([
    [499, [499, 0]],
    [500, [500, 0]],
    [1_001, [500, 500, 1, 0]],
  ])('and revokes %i keys in these steps: %j', async (count, steps) => {
    const { repository, revokeAll } = await withKeys(count);
    const { keys, events } = service({ repository });
    expect(await keys.revokeAll(request)).toEqual({ revoked: count });
    const answers = await Promise.all(revokeAll.mock.results.map(({ value }) => value));
    expect(answers.map((keyIds) => keyIds.length)).toEqual(steps);
    expect(new Set(revokeAll.mock.calls.map(([{ limit }]) => limit))).toEqual(new Set([500]));
    expect(events.filter(({ type }) => type === 'revoked')).toHaveLength(count);
  });

  it('and continues after one that was not full, until no keys are left', async () => {
    const { repository, works, revokeAll } = await withKeys(3);
    const oneByOne: typeof works = (revocation, entryOf) => works({ ...revocation, limit: 1 }, entryOf);
    revokeAll.mockImplementation(oneByOne);
    expect(await service({ repository }).keys.revokeAll(request)).toEqual({ revoked: 3 });
  });

  it('and if one fails, those before it are done and reported, and calling again revokes the rest', async () => {
    const { repository, works, revokeAll } = await withKeys(600);
    const { keys, events } = service({ repository });
    revokeAll.mockImplementationOnce(works).mockRejectedValueOnce(new Error('down'));
    const code = 'ERR_REPOSITORY_UNAVAILABLE';
    await expect(keys.revokeAll(request)).rejects.toMatchObject({ code });
    expect(events.filter(({ type }) => type === 'revoked')).toHaveLength(500);
    expect(await keys.revokeAll(request)).toEqual({ revoked: 100 });
  });

  it('and is not confused by keys that are created after each step that found none', async () => {
    const { repository, works, revokeAll } = await withKeys(0);
    let left = 20;
    revokeAll.mockImplementation(async (revocation, entryOf) => {
      const keyIds = await works(revocation, entryOf);
      const key = buildKey({ owner: ada });
      if (keyIds.length === 0 && left > 0) {
        left -= 1;
        await repository.insert(buildStoredKey({ key }), buildAuditEntry(key));
      }
      return keyIds;
    });
    expect(await service({ repository }).keys.revokeAll(request)).toEqual({ revoked: 20 });
  });

  it('and ends with a fault if keys are created as fast as they are revoked', async () => {
    const { repository, works, revokeAll } = await withKeys(1);
    revokeAll.mockImplementation(async (revocation, entryOf) => {
      const key = buildKey({ owner: ada });
      await repository.insert(buildStoredKey({ key }), buildAuditEntry(key));
      return works({ ...revocation, limit: 1 }, entryOf);
    });
    await expect(service({ repository }).keys.revokeAll(request)).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
      message: expect.stringContaining('deactivate the owner'),
    });
  });

  it('and revokes the keys of each at its own instant', async () => {
    const { repository, works, revokeAll } = await withKeys(501);
    const { keys, clock } = service({ repository });
    const begun = clock.now();
    revokeAll.mockImplementation((revocation, entryOf) => {
      clock.advance(1);
      return works(revocation, entryOf);
    });
    await keys.revokeAll(request);
    const instants = revokeAll.mock.calls.map(([{ at }]) => at.getTime() - begun.getTime());
    expect(instants).toEqual([0, 1, 2]);
  });
});

describe('revokeAll refuses, and changes nothing:', () => {
  it.each<[string, object]>([
    ['no owner', { owner: undefined }],
    ['an owner of an undeclared kind', { owner: { kind: 'robot', id: 'r2' } }],
    ['no actor', { actor: undefined }],
    ['no reason', { reason: undefined }],
    ['a blank reason', { reason: ' ' }],
    ['an instant that is a string', { createdBefore: '2026-01-01' }],
    ['an invalid date', { createdBefore: new Date('never') }],
    ['an unknown field', { before: new Date() }],
  ])('%s', async (_what, given) => {
    const { keys, issue } = service();
    const { token } = await issue();
    const request = { owner: ada, actor: ada, reason, ...given } as RevokeAllRequest<'user'>;
    await expect(keys.revokeAll(request)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });
});
