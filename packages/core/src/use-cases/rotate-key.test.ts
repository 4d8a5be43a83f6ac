import { describe, expect, it, vi } from 'vitest';
import { ada, grace, service } from '../../test-support/service.js';
import {
  buildAuditEntry,
  buildKey,
  buildStoredKey,
  insecureHasher,
  memoryKeyRepository,
} from '../testing/index.js';

const hour = 60 * 60 * 1000;
const notLive = expect.objectContaining({
  code: 'ERR_KEY_NOT_LIVE',
  message: 'only a live key can be rotated, and only once; issue a new key instead',
});

async function withKey(given: Parameters<typeof service>[0] = {}) {
  const made = service(given);
  const { token, key } = await made.issue({ scopes: ['agents:read'] });
  const actions = async (keyId: string) =>
    (await made.keys.history({ keyId, actor: ada })).entries.map(({ action }) => action);
  return { ...made, token, key, actions };
}

describe('rotate', () => {
  it('returns a successor with the same owner, name, scopes and length of life, created now by the actor', async () => {
    const { keys, issue, clock } = service();
    const expiresAt = new Date(clock.now().getTime() + hour);
    const { key: old } = await issue({ name: 'Nightly', scopes: ['agents:read'], expiresAt });
    clock.advance(1_000);
    const { token, key, previous } = await keys.rotate(old.id, { actor: ada });
    const renewed = new Date(clock.now().getTime() + hour);
    const fresh = { id: key.id, createdAt: clock.now(), createdBy: ada, expiresAt: renewed };
    expect(key).toEqual({ ...old, ...fresh });
    expect(key.id).not.toBe(old.id);
    expect(previous.id).toBe(old.id);
    expect(await keys.verify(token)).toMatchObject({
      ok: true,
      principal: { owner: ada, keyId: key.id, permissions: ['agents:read'] },
    });
  });

  it('revokes the old key in the same step if no grace period is requested', async () => {
    const { keys, token, key, clock } = await withKey();
    const { key: successor, previous } = await keys.rotate(key.id, { actor: ada });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
    const ended = { rotatedAt: clock.now(), successorId: successor.id, revokedAt: clock.now() };
    expect(previous).toEqual({ ...key, ...ended });
    expect(await keys.get(key.id, { actor: ada })).toEqual(previous);
  });

  it('treats a grace period of 0 as none', async () => {
    const { keys, token, key } = await withKey();
    await keys.rotate(key.id, { actor: ada, graceMs: 0 });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
  });

  it('writes an audit entry and emits an event for each thing that happened', async () => {
    const { keys, key, events, actions } = await withKey();
    const { key: successor } = await keys.rotate(key.id, { actor: grace, owner: ada });
    expect(await actions(key.id)).toEqual(['revoked', 'rotated', 'issued']);
    expect(await actions(successor.id)).toEqual(['issued']);
    expect(events.slice(1)).toEqual([
      { type: 'rotated', keyId: key.id, owner: ada },
      { type: 'revoked', keyId: key.id, owner: ada },
      { type: 'issued', keyId: successor.id, owner: ada },
    ]);
  });

  it('reports no revocation if there is a grace period', async () => {
    const repository = memoryKeyRepository();
    const { keys, key, events, actions } = await withKey({ repository });
    const rotate = vi.spyOn(repository, 'rotate');
    const { key: successor } = await keys.rotate(key.id, { actor: ada, graceMs: hour });
    expect(rotate.mock.calls[0]?.[1].map(({ action }) => action)).toEqual(['rotated', 'issued']);
    expect(await actions(key.id)).toEqual(['rotated', 'issued']);
    expect(await actions(successor.id)).toEqual(['issued']);
    expect(events.slice(1).map(({ type }) => type)).toEqual(['rotated', 'issued']);
  });
});

describe('the grace period of a rotation', () => {
  it('lets both tokens work until it is over, and then only that of the successor', async () => {
    const { keys, token, key, clock } = await withKey();
    const { token: next, previous } = await keys.rotate(key.id, { actor: ada, graceMs: hour });
    clock.advance(hour - 1);
    for (const both of [token, next]) expect(await keys.verify(both)).toMatchObject({ ok: true });
    clock.advance(1);
    expect(previous.expiresAt).toEqual(clock.now());
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'expired' });
    expect(await keys.verify(next)).toMatchObject({ ok: true });
  });

  it.each([
    ['before it', -1, -1],
    ['with it', 0, 0],
    ['after it', 1, 0],
  ])('never ends later than the key itself, which expires %s', async (_when, expiresAfterMs, endsAfterMs) => {
    const { keys, issue, clock } = service();
    const start = clock.now().getTime();
    const expiresAt = new Date(start + hour + expiresAfterMs);
    const { key } = await issue({ expiresAt });
    const { key: successor, previous } = await keys.rotate(key.id, { actor: ada, graceMs: hour });
    expect(previous.expiresAt).toEqual(new Date(start + hour + endsAfterMs));
    expect(await keys.get(key.id, { actor: ada })).toEqual(previous);
    expect(successor.expiresAt).toEqual(expiresAt);
  });

  it('leaves the successor without an expiry if the key had none', async () => {
    const { keys, key } = await withKey();
    const { key: successor } = await keys.rotate(key.id, { actor: ada, graceMs: hour });
    expect(successor.expiresAt).toBeNull();
  });

  it('S04 is not lengthened by another rotation', async () => {
    const { keys, key, actions } = await withKey();
    const { previous } = await keys.rotate(key.id, { actor: ada, graceMs: hour });
    await expect(keys.rotate(key.id, { actor: ada, graceMs: 2 * hour })).rejects.toEqual(notLive);
    expect(await keys.get(key.id, { actor: ada })).toEqual(previous);
    expect(await actions(key.id)).toEqual(['rotated', 'issued']);
  });

  it('can be cut short by disabling, which leaves the successor alone, and continues after enabling', async () => {
    const { keys, token, key } = await withKey();
    const { token: next } = await keys.rotate(key.id, { actor: ada, graceMs: hour });
    await keys.disable(key.id, { actor: ada, reason: 'leaked' });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'disabled' });
    expect(await keys.verify(next)).toMatchObject({ ok: true });
    await keys.enable(key.id, { actor: ada });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
    await expect(keys.rotate(key.id, { actor: ada })).rejects.toEqual(notLive);
  });

  it('ends with a revocation of the old key, which leaves the successor alone', async () => {
    const { keys, token, key } = await withKey();
    const { token: next } = await keys.rotate(key.id, { actor: ada, graceMs: hour });
    await keys.revoke(key.id, { actor: ada });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
    expect(await keys.verify(next)).toMatchObject({ ok: true });
  });

  it('continues when the successor is revoked', async () => {
    const { keys, token, key } = await withKey();
    const { token: next, key: successor } = await keys.rotate(key.id, { actor: ada, graceMs: hour });
    await keys.revoke(successor.id, { actor: ada });
    expect(await keys.verify(next)).toEqual({ ok: false, reason: 'revoked' });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('ends when the successor is rotated in turn', async () => {
    const { keys, token, key } = await withKey();
    const { key: second, token: next } = await keys.rotate(key.id, { actor: ada, graceMs: hour });
    const { token: third } = await keys.rotate(second.id, { actor: ada, graceMs: hour });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
    for (const working of [next, third]) expect(await keys.verify(working)).toMatchObject({ ok: true });
  });

  it('reports the key that ends because its successor is rotated: in the result, an entry and an event', async () => {
    const { keys, key, events, actions } = await withKey();
    const { key: second, alsoRevoked: none } = await keys.rotate(key.id, { actor: ada, graceMs: hour });
    const { alsoRevoked, previous } = await keys.rotate(second.id, { actor: ada, graceMs: hour });
    expect([none, alsoRevoked, previous.id]).toEqual([[], [key.id], second.id]);
    expect(await actions(key.id)).toEqual(['revoked', 'rotated', 'issued']);
    expect(events.filter(({ type }) => type === 'revoked')).toEqual([
      { type: 'revoked', keyId: key.id, owner: ada },
    ]);
    const { revokedAt, reason } = await keys.get(key.id, { actor: ada });
    expect([revokedAt, reason]).toEqual([previous.rotatedAt, 'the key that replaced it was rotated as well']);
  });

  it('that has ended already is not ended again when the successor is rotated', async () => {
    const { keys, key, clock, actions } = await withKey();
    const { key: second } = await keys.rotate(key.id, { actor: ada, graceMs: hour });
    clock.advance(hour);
    const { alsoRevoked } = await keys.rotate(second.id, { actor: ada });
    expect([alsoRevoked, await actions(key.id)]).toEqual([[], ['rotated', 'issued']]);
  });

  it('lasts 366 days at most', async () => {
    const { keys, key, clock } = await withKey();
    const year = 366 * 24 * hour;
    const refused = keys.rotate(key.id, { actor: ada, graceMs: year + 1 });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    const { previous } = await keys.rotate(key.id, { actor: ada, graceMs: year });
    expect(previous.expiresAt).toEqual(new Date(clock.now().getTime() + year));
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 8_640_000_000_000_000, '60000', null])(
    'cannot be %s',
    async (graceMs) => {
      const { keys, token, key } = await withKey();
      const refused = keys.rotate(key.id, { actor: ada, graceMs: graceMs as number });
      await expect(refused).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
      expect(await keys.verify(token)).toMatchObject({ ok: true });
    },
  );
});

describe('S04 a key is rotated only once', () => {
  it('S04 and if it is known not to be live, nothing is hashed and the owner is not asked about', async () => {
    const hasher = insecureHasher();
    const { keys, key, owners } = await withKey({ hasher });
    await keys.disable(key.id, { actor: ada, reason: 'leaked' });
    const asked = [vi.spyOn(hasher, 'hash'), vi.spyOn(owners, 'find')];
    await expect(keys.rotate(key.id, { actor: ada })).rejects.toEqual(notLive);
    for (const port of asked) expect(port).not.toHaveBeenCalled();
  });

  it.each([0, hour])(
    'S04 and one of two concurrent rotations wins, with a grace period of %i ms; the other is refused',
    async (graceMs) => {
      const { keys, key, actions } = await withKey();
      const rotate = () => keys.rotate(key.id, { actor: ada, graceMs });
      const settled = await Promise.allSettled([rotate(), rotate()]);
      const won = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(won).toHaveLength(1);
      expect(settled).toContainEqual({ status: 'rejected', reason: notLive });
      expect(await keys.get(key.id, { actor: ada })).toEqual(won[0]?.previous);
      expect((await actions(key.id)).filter((action) => action === 'rotated')).toHaveLength(1);
      expect((await keys.list({ owner: ada, actor: ada })).keys).toHaveLength(2);
    },
  );

  it('S04 and not if it was revoked while the successor was hashed', async () => {
    const hasher = insecureHasher();
    const made = await withKey({ hasher });
    vi.spyOn(hasher, 'hash').mockImplementationOnce(async (token) => {
      await made.keys.revoke(made.key.id, { actor: ada });
      return insecureHasher().hash(token);
    });
    await expect(made.keys.rotate(made.key.id, { actor: ada, graceMs: hour })).rejects.toEqual(notLive);
    expect((await made.keys.list({ owner: ada, actor: ada })).keys).toHaveLength(1);
    expect(await made.actions(made.key.id)).toEqual(['revoked', 'issued']);
  });

  it('S04 and not if its record was purged while the successor was hashed', async () => {
    const hasher = insecureHasher();
    const made = await withKey({ hasher });
    vi.spyOn(hasher, 'hash').mockImplementationOnce(async (token) => {
      await made.keys.revoke(made.key.id, { actor: ada });
      await made.keys.purge({ actor: ada, revokedBefore: new Date(made.clock.now().getTime() + 1) });
      return insecureHasher().hash(token);
    });
    await expect(made.keys.rotate(made.key.id, { actor: ada })).rejects.toEqual(notLive);
    expect((await made.keys.list({ owner: ada, actor: ada })).keys).toEqual([]);
  });
});

describe('S09 a successor whose key ID is taken', () => {
  /** A repository in which the successor's ID is already taken, this many times. */
  function crowded(times: number) {
    const repository = memoryKeyRepository();
    const taken: string[] = [];
    const rotate: typeof repository.rotate = async (rotation, ...entries) => {
      if (taken.length < times) {
        const quicker = buildKey({ id: rotation.successor.key.id, name: 'quicker' });
        taken.push(quicker.id);
        await repository.insert(buildStoredKey({ key: quicker }), buildAuditEntry(quicker));
      }
      return repository.rotate(rotation, ...entries);
    };
    return { ...repository, rotate, taken };
  }

  it('S09 gets another ID and secret, and the existing record is left as it is', async () => {
    const repository = crowded(2);
    const { keys, key, actions } = await withKey({ repository });
    const { key: successor, token } = await keys.rotate(key.id, { actor: ada });
    expect(repository.taken).not.toContain(successor.id);
    expect(await keys.verify(token)).toMatchObject({ ok: true });
    expect(await actions(key.id)).toEqual(['revoked', 'rotated', 'issued']);
    for (const keyId of repository.taken)
      expect(await keys.get(keyId, { actor: ada })).toMatchObject({ name: 'quicker' });
  });

  it('S09 is a fault if it happens three times in a row, and the key is left as it is', async () => {
    const { keys, token, key } = await withKey({ repository: crowded(Infinity) });
    const refused = keys.rotate(key.id, { actor: ada });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_REPOSITORY_UNAVAILABLE' });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });
});

describe('rotate throws and changes nothing', () => {
  it.each([
    ['the owner is not active', 'ERR_OWNER_INACTIVE', { active: false, permissions: [] }],
    ['the owner no longer exists', 'ERR_OWNER_INACTIVE', undefined],
  ])('when %s', async (_when, code, status) => {
    const { keys, key, host, repository } = await withKey();
    const before = await repository.find([key.id]);
    if (status === undefined) host.delete('user.ada');
    else host.set('user.ada', status);
    await expect(keys.rotate(key.id, { actor: ada })).rejects.toMatchObject({ code });
    expect(await repository.find([key.id])).toEqual(before);
  });

  it.each([
    ['the hasher', 'ERR_HASHER_UNAVAILABLE'],
    ['the repository', 'ERR_REPOSITORY_UNAVAILABLE'],
  ])('when %s fails', async (which, code) => {
    const [hasher, repository] = [insecureHasher(), memoryKeyRepository()];
    const { keys, key, token, events, actions } = await withKey({ hasher, repository });
    const down = () => Promise.reject(new Error('down'));
    Object.assign(which === 'the hasher' ? hasher : repository, { hash: down, rotate: down });
    await expect(keys.rotate(key.id, { actor: ada })).rejects.toMatchObject({ code });
    expect(events.slice(1)).toMatchObject([{ type: 'fault', code }]);
    expect(await keys.verify(token)).toMatchObject({ ok: true });
    expect(await actions(key.id)).toEqual(['issued']);
  });
});
