import { describe, expect, it, vi } from 'vitest';
import { hasherWithGate } from '../../test-support/hasher-with-gate.js';
import { ada, service } from '../../test-support/service.js';
import { turns } from '../../test-support/turns.js';
import type { ApiKey, EncodedHash } from '../model/api-key.js';
import type { KeyRepository } from '../ports/key-repository.js';
import { insecureHasher, memoryKeyRepository } from '../testing/index.js';

/** A repository whose records a test rewrites in place, as an administrator with a database client would. */
function rewritable() {
  const repository = memoryKeyRepository();
  let change: { readonly key?: Partial<ApiKey>; readonly hash?: EncodedHash } = {};
  const find: KeyRepository['find'] = async (ids) => {
    const found = await repository.find(ids);
    return new Map(
      [...found].map(([id, stored]) => [
        id,
        'hash' in stored
          ? { hash: change.hash ?? stored.hash, key: { ...stored.key, ...change.key } }
          : stored,
      ]),
    );
  };
  const rewrite = (to: typeof change) => {
    change = to;
  };
  return { ...repository, find, rewrite };
}

describe('S01 a verification that starts after revoke has resolved', () => {
  it('S01 fails, even in another process that has verified the token before', async () => {
    const here = service();
    const there = service({ repository: here.repository });
    for (let round = 0; round < 50; round += 1) {
      const { token, key } = await here.issue();
      expect(await here.keys.verify(token)).toMatchObject({ ok: true });
      expect(await there.keys.verify(token)).toMatchObject({ ok: true });
      await here.keys.revoke(key.id, { actor: ada });
      const refused = { ok: false, reason: 'revoked' };
      expect(await Promise.all([there.keys.verify(token), here.keys.verify(token)])).toEqual([
        refused,
        refused,
      ]);
    }
  });

  it('S01 fails, even if verifications of the same turn were accepted before', async () => {
    const { keys, issue } = service();
    const { token, key } = await issue();
    await keys.verify(token);
    const before = keys.verify(token);
    await turns(1);
    await keys.revoke(key.id, { actor: ada });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
    expect(await before).toMatchObject({ ok: true });
  });
});

describe('S02 a change that commits while a token is being hashed', () => {
  it('S02 is seen by the read after the hash if it is a revocation', async () => {
    const { hasher, reached, open } = hasherWithGate();
    const { keys, issue } = service({ hasher });
    const { token, key } = await issue();
    const verifying = keys.verify(token);
    await reached;
    await keys.revoke(key.id, { actor: ada });
    open();
    expect(await verifying).toEqual({ ok: false, reason: 'revoked' });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
  });

  it('S02 leaves nothing remembered: when the key is enabled again, the token is hashed again', async () => {
    const { hasher, reached, open } = hasherWithGate();
    const repository = rewritable();
    const { keys, issue } = service({ hasher, repository });
    const { token } = await issue();
    const hashes = vi.spyOn(hasher, 'verify');
    const verifying = keys.verify(token);
    await reached;
    repository.rewrite({ key: { disabledAt: new Date() } });
    open();
    expect(await verifying).toEqual({ ok: false, reason: 'disabled' });
    repository.rewrite({});
    expect(await keys.verify(token)).toMatchObject({ ok: true });
    expect(hashes).toHaveBeenCalledTimes(2);
  });

  it('S02 makes the proof worthless if it replaces the hash', async () => {
    const { hasher, reached, open } = hasherWithGate();
    const repository = rewritable();
    const { keys, issue } = service({ hasher, repository });
    const { token } = await issue();
    const verifying = keys.verify(token);
    await reached;
    repository.rewrite({ hash: await insecureHasher().hash('another token') });
    open();
    expect(await verifying).toEqual({ ok: false, reason: 'wrong_secret' });
  });

  it('S02 is seen if it is a deletion of the record', async () => {
    const { hasher, reached, open } = hasherWithGate();
    const repository = memoryKeyRepository();
    const { keys, issue } = service({ hasher, repository });
    const { token } = await issue();
    const verifying = keys.verify(token);
    await reached;
    vi.spyOn(repository, 'find').mockReturnValue(new Map());
    open();
    expect(await verifying).toEqual({ ok: false, reason: 'unknown' });
  });
});

describe('a record that changes under a token that was proven', () => {
  it('leads to wrong_secret if the stored hash was swapped', async () => {
    const repository = rewritable();
    const { keys, issue } = service({ repository });
    const { token } = await issue();
    expect(await keys.verify(token)).toMatchObject({ ok: true });
    repository.rewrite({ hash: await insecureHasher().hash('another token') });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'wrong_secret' });
  });

  it('leaves the token accepted if its hash was renewed', async () => {
    const repository = rewritable();
    const { keys, issue } = service({ repository });
    const { token } = await issue();
    await keys.verify(token);
    repository.rewrite({ hash: await insecureHasher({ cost: 2 }).hash(token) });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });
});

describe('S03 a use that is written after the revocation', () => {
  it('S03 does not revive the key, and changes nothing', async () => {
    const { keys, issue, clock } = service();
    const { token, key } = await issue();
    await keys.verify(token);
    await keys.revoke(key.id, { actor: ada });
    clock.advance(10_000);
    await turns();
    expect(await keys.get(key.id, { actor: ada })).toMatchObject({
      revokedAt: expect.any(Date),
      lastUsedAt: null,
    });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
  });
});
