import { describe, expect, it, vi } from 'vitest';
import { formatOf } from '../../test-support/format-of.js';
import { ada, grace, service } from '../../test-support/service.js';
import { turns } from '../../test-support/turns.js';
import type { ApiKey } from '../model/api-key.js';
import type { KeyRepository } from '../ports/key-repository.js';
import { insecureHasher, memoryKeyRepository } from '../testing/index.js';
import type { KeyId } from '../token/key-id.js';

const flushIntervalMs = 10_000;

/** A key that was issued when hashes had other parameters, and the current service. */
async function withOutdatedHash() {
  const repository = memoryKeyRepository();
  const before = service({ repository });
  const [{ token, key }, other] = [await before.issue(), await before.issue({ owner: grace })];
  const hasher = { ...insecureHasher({ cost: 2 }), concurrency: 1 };
  const now = service({ repository, hasher });
  now.clock.advance(1_000);
  const flush = async () => {
    now.clock.advance(flushIntervalMs);
    await turns();
  };
  /** Queried by owner, because a purged key has no history of its own. */
  const actions = async ({ id, owner }: ApiKey = key) => {
    const { entries } = await now.keys.history({ owner: owner as typeof ada, actor: ada });
    return entries.filter(({ keyId }) => keyId === id).map(({ action }) => action);
  };
  return { ...now, repository, hasher, token, key, other, flush, actions };
}

async function hashOf(repository: KeyRepository, keyId: KeyId) {
  const stored = (await repository.find([keyId])).get(keyId);
  return stored !== undefined && 'hash' in stored ? stored.hash : undefined;
}

const outdated = expect.stringMatching(/^\$insecure\$1\$/);
const renewed = expect.stringMatching(/^\$insecure\$2\$/);

describe('a token that is proven against an outdated hash', () => {
  it('is accepted, and the verification itself writes nothing', async () => {
    const { keys, repository, token, key, clock } = await withOutdatedHash();
    expect(await keys.verify(token)).toMatchObject({ ok: true });
    clock.advance(flushIntervalMs - 1);
    await turns();
    expect(await hashOf(repository, key.id)).toEqual(outdated);
  });

  it('has a new hash after the next flush, with an audit entry by Postern itself and no event', async () => {
    const { keys, repository, token, key, clock, flush, events } = await withOutdatedHash();
    await keys.verify(token);
    await flush();
    expect(await hashOf(repository, key.id)).toEqual(renewed);
    const { entries } = await keys.history({ keyId: key.id, actor: ada });
    const actor = { kind: 'system', id: 'postern' };
    expect(entries[0]).toMatchObject({
      action: 'rehashed',
      actor,
      at: clock.now(),
      owner: ada,
      reason: null,
    });
    expect(entries).toHaveLength(2);
    expect(events).toEqual([]);
  });

  it('is proven once more against the new hash, and then remembered', async () => {
    const { keys, hasher, token, flush, actions } = await withOutdatedHash();
    const [verify, hash] = [vi.spyOn(hasher, 'verify'), vi.spyOn(hasher, 'hash')];
    await keys.verify(token);
    await keys.verify(token);
    await flush();
    for (let times = 0; times < 3; times += 1) expect(await keys.verify(token)).toMatchObject({ ok: true });
    await flush();
    expect(verify).toHaveBeenCalledTimes(2);
    expect(hash).toHaveBeenCalledOnce();
    expect(await actions()).toEqual(['rehashed', 'issued']);
  });

  it('is hashed again once, even if many requests have it at the same time', async () => {
    const { keys, hasher, token } = await withOutdatedHash();
    const hash = vi.spyOn(hasher, 'hash');
    const results = await Promise.all(Array.from({ length: 20 }, () => keys.verify(token)));
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(hash).toHaveBeenCalledOnce();
  });

  it('is not hashed again if the secret is wrong', async () => {
    const { keys, hasher, key, flush, actions } = await withOutdatedHash();
    const hash = vi.spyOn(hasher, 'hash');
    const secret = 'a'.repeat(43);
    const forged = formatOf(['user']).compose({ kind: 'user', keyId: key.id, secret });
    expect(await keys.verify(forged)).toEqual({ ok: false, reason: 'wrong_secret' });
    expect(hash).not.toHaveBeenCalled();
    await flush();
    expect(await actions()).toEqual(['issued']);
  });

  it('F10 is accepted even if the new hash cannot be created', async () => {
    const { keys, hasher, token, events, flush, actions } = await withOutdatedHash();
    vi.spyOn(hasher, 'hash').mockRejectedValue(new Error('out of memory'));
    expect(await keys.verify(token)).toMatchObject({ ok: true });
    expect(events).toMatchObject([{ type: 'fault', code: 'ERR_HASHER_UNAVAILABLE' }]);
    await flush();
    expect(await actions()).toEqual(['issued']);
  });

  it('keeps its hash while another token waits to be proven, which then finds the hasher idle', async () => {
    const { keys, token, other, key, flush, actions } = await withOutdatedHash();
    const results = await Promise.all([keys.verify(token), keys.verify(other.token)]);
    expect(results.map(({ ok }) => ok)).toEqual([true, true]);
    await flush();
    expect(await actions(key)).toEqual(['issued']);
    expect(await actions(other.key)).toEqual(['rehashed', 'issued']);
  });

  it('F07 has its new hash written by close, even if no flush was due', async () => {
    const { keys, token, key, repository } = await withOutdatedHash();
    await keys.verify(token);
    await keys.close();
    expect(await hashOf(repository, key.id)).toEqual(renewed);
  });
});

describe('S05 a renewed hash is written if the one that it replaces is still stored', () => {
  it('S05 but not if the key was rotated without a grace period; its successor is left alone', async () => {
    const { keys, repository, token, key, flush, actions } = await withOutdatedHash();
    await keys.verify(token);
    const { key: successor, token: next } = await keys.rotate(key.id, { actor: ada });
    const hash = await hashOf(repository, successor.id);
    await flush();
    expect(await hashOf(repository, key.id)).toEqual(outdated);
    expect(await hashOf(repository, successor.id)).toBe(hash);
    expect(await actions()).toEqual(['revoked', 'rotated', 'issued']);
    expect(await keys.verify(next)).toMatchObject({ ok: true });
  });

  it('S05 even in the grace period of a rotation, and the token keeps working', async () => {
    const { keys, repository, token, key, flush } = await withOutdatedHash();
    await keys.verify(token);
    await keys.rotate(key.id, { actor: ada, graceMs: 60_000 });
    await flush();
    expect(await hashOf(repository, key.id)).toEqual(renewed);
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('S05 once, if two processes renewed it at the same time', async () => {
    const here = await withOutdatedHash();
    const there = service({ repository: here.repository, hasher: insecureHasher({ cost: 3 }) });
    for (const { keys } of [here, there]) await keys.verify(here.token);
    await Promise.all([here.flush(), there.keys.close()]);
    expect(await here.actions()).toEqual(['rehashed', 'issued']);
    for (const { keys } of [here, there]) expect(await keys.verify(here.token)).toMatchObject({ ok: true });
  });

  it('S05 but not if the key was revoked or purged in the meantime', async () => {
    const { keys, repository, token, key, clock, flush, actions } = await withOutdatedHash();
    await keys.verify(token);
    await keys.revoke(key.id, { actor: ada });
    const stored = await repository.find([key.id]);
    await flush();
    expect(await repository.find([key.id])).toEqual(stored);
    await keys.purge({ actor: ada, revokedBefore: clock.now() });
    await flush();
    expect(await repository.find([key.id])).toEqual(new Map());
    expect(await actions()).toEqual(['purged', 'revoked', 'issued']);
  });
});
