import { describe, expect, it, vi } from 'vitest';
import { deferred } from '../../test-support/deferred.js';
import { formatOf } from '../../test-support/format-of.js';
import { hasherWithGate } from '../../test-support/hasher-with-gate.js';
import { ada, platform, service } from '../../test-support/service.js';
import { turns } from '../../test-support/turns.js';
import { PosternError } from '../errors.js';
import { denyAll } from '../policy/self-service.js';
import { generateKeyId, generateSecret } from '../runtime/random.js';
import { insecureHasher, memoryKeyRepository } from '../testing/index.js';

const source = 'GitHub';
const dayMs = 24 * 60 * 60 * 1_000;
const format = formatOf(['user', 'team']);
const byReport = { kind: 'system', id: 'leak-report' };

/** A service with a live key of ada, and a function that returns the actions in its history, oldest first. */
async function leaked(given: Parameters<typeof service>[0] = {}) {
  const made = service(given);
  const { token, key } = await made.issue({ owner: ada });
  made.events.length = 0;
  const history = async () => {
    const { entries } = await made.keys.history({ keyId: key.id, actor: ada });
    return entries.toReversed();
  };
  return { ...made, token, key, history, actions: async () => (await history()).map(({ action }) => action) };
}

describe('reportLeak', () => {
  it('revokes the key, and every verification that starts later is refused', async () => {
    const { keys, token, key } = await leaked();
    expect(await keys.verify(token)).toMatchObject({ ok: true });
    const result = await keys.reportLeak(token, { source });
    expect(result).toEqual({ ok: true, key: { id: key.id, owner: ada }, changed: true });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
    expect(await keys.get(key.id, { actor: ada })).toMatchObject({ reason: 'leak reported by GitHub' });
  });

  it('records the report and the revocation, by the actor leak-report, with the source as reason', async () => {
    const { keys, token, key, events, history, clock } = await leaked();
    clock.advance(1_000);
    await keys.reportLeak(token, { source });
    const common = { keyId: key.id, owner: ada, actor: byReport, reason: 'leak reported by GitHub' };
    const at = clock.now();
    expect((await history()).slice(1)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...common, at, action: 'leak_reported', expiresAt: null }),
        expect.objectContaining({ ...common, at, action: 'revoked' }),
      ]),
    );
    expect(events).toEqual([
      { type: 'leaked', keyId: key.id, owner: ada },
      { type: 'revoked', keyId: key.id, owner: ada },
    ]);
  });

  it('disables the keys of a kind, or leaves them as they are, if the configuration says so', async () => {
    const leaks = { user: { response: 'disable' }, team: { response: 'notify' } } as const;
    const { keys, token, key, events, issue } = await leaked({ leaks });
    const ofTeam = await issue({ owner: platform });
    events.length = 0;
    expect(await keys.reportLeak(token, { source })).toMatchObject({ ok: true, changed: true });
    expect(await keys.reportLeak(ofTeam.token, { source })).toMatchObject({ ok: true, changed: false });
    expect(await keys.get(key.id, { actor: ada })).toMatchObject({ disabledBy: byReport, revokedAt: null });
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'disabled' });
    expect(await keys.verify(ofTeam.token)).toMatchObject({ ok: true });
    expect(events.map(({ type }) => type)).toEqual(['leaked', 'disabled', 'leaked', 'refused']);
  });

  it('takes over the disabling by its owner, who could otherwise enable the key', async () => {
    const { keys, token, key } = await leaked({ leaks: { user: { response: 'disable' } } });
    await keys.disable(key.id, { actor: ada, reason: 'not needed now' });
    expect(await keys.reportLeak(token, { source })).toMatchObject({ changed: true });
    expect(await keys.get(key.id, { actor: ada })).toMatchObject({ disabledBy: byReport });
  });

  it('asks no policy, and nothing about the owner, who may be gone', async () => {
    const { token, repository } = await leaked();
    const owners = { find: vi.fn(() => []) };
    const policy = { decide: vi.fn(denyAll.decide) };
    const { keys } = service({ repository, owners, policy });
    expect(await keys.reportLeak(token, { source })).toMatchObject({ ok: true, changed: true });
    expect(owners.find).not.toHaveBeenCalled();
    expect(policy.decide).not.toHaveBeenCalled();
  });

  it('records no use', async () => {
    const { keys, token, key } = await leaked({ leaks: { user: { response: 'notify' } } });
    await keys.reportLeak(token, { source });
    expect((await keys.get(key.id, { actor: ada })).lastUsedAt).toBeNull();
  });

  it('remembers no proof: the next verification of a key that still works hashes', async () => {
    const { keys, token, hasher } = await leaked({ leaks: { user: { response: 'notify' } } });
    const verify = vi.spyOn(hasher, 'verify');
    await keys.reportLeak(token, { source });
    await keys.verify(token);
    await keys.verify(token);
    expect(verify).toHaveBeenCalledTimes(2);
  });

  it('renews no hash', async () => {
    const hasher = { ...insecureHasher(), needsRehash: vi.fn(() => true) };
    const { keys, token } = await leaked({ hasher });
    await keys.reportLeak(token, { source });
    expect(hasher.needsRehash).not.toHaveBeenCalled();
  });
});

describe('reportLeak of a key that has ended', () => {
  it.each([
    ['revoked', 'revoked'],
    ['expired', 'revoked'],
    ['disabled', 'revoked'],
  ])('records and proves a key that is %s', async (state) => {
    const { keys, clock, issue, events } = await leaked();
    const expiresAt = new Date(clock.now().getTime() + 1_000);
    const { token, key } = await issue({ owner: ada, expiresAt: state === 'expired' ? expiresAt : null });
    if (state === 'revoked') await keys.revoke(key.id, { actor: ada });
    if (state === 'disabled') await keys.disable(key.id, { actor: ada, reason: 'a break' });
    clock.advance(1_000);
    expect(await keys.verify(token)).toMatchObject({ reason: state });
    events.length = 0;
    const changed = state !== 'revoked';
    expect(await keys.reportLeak(token, { source })).toMatchObject({ ok: true, changed });
    expect(events.map(({ type }) => type)).toEqual(changed ? ['leaked', 'revoked'] : ['leaked']);
    const wrong = format.compose({ kind: 'user', keyId: key.id, secret: generateSecret() });
    expect(await keys.reportLeak(wrong, { source })).toEqual({ ok: false });
  });

  it('L03 adds at most one entry a day, and emits one event, however often it is reported', async () => {
    const { keys, token, clock, actions, events } = await leaked();
    for (let count = 0; count < 20; count += 1) await keys.reportLeak(token, { source });
    clock.advance(dayMs - 1);
    await keys.reportLeak(token, { source: 'someone else' });
    expect((await actions()).toSorted()).toEqual(['issued', 'leak_reported', 'revoked']);
    expect(events.map(({ type }) => type)).toEqual(['leaked', 'revoked']);
    clock.advance(2);
    expect(await keys.reportLeak(token, { source })).toMatchObject({ ok: true, changed: false });
    expect((await actions()).filter((action) => action === 'leak_reported')).toHaveLength(2);
  });

  it('reports that nothing was changed if the record was removed in the meantime', async () => {
    const { hasher, reached, open } = hasherWithGate();
    const { keys, token, key, clock } = await leaked({ hasher });
    const reporting = keys.reportLeak(token, { source });
    await reached;
    await keys.revoke(key.id, { actor: ada });
    clock.advance(1);
    await keys.purge({ actor: ada, revokedBefore: clock.now() });
    open();
    expect(await reporting).toMatchObject({ ok: true, changed: false });
  });
});

describe('reportLeak changes nothing', () => {
  it('for a text that is not a token, without a read, a hash or an event', async () => {
    const { keys, token, events, repository, hasher } = await leaked();
    vi.spyOn(repository, 'find');
    vi.spyOn(hasher, 'verify');
    const texts = [
      token.slice(1),
      `${token} `,
      token.replace('user', 'team'),
      'A'.repeat(2 ** 20),
      undefined,
      42,
    ];
    for (const text of texts)
      expect(await keys.reportLeak(text as string, { source })).toEqual({ ok: false });
    expect(repository.find).not.toHaveBeenCalled();
    expect(hasher.verify).not.toHaveBeenCalled();
    expect(events).toEqual([]);
  });

  it('for the ID or the display form of a key, or the token of another deployment', async () => {
    const { keys, key } = await leaked();
    const { token } = await service().issue();
    for (const text of [key.id, `user.${key.id}`, `user.${key.id.slice(0, 8)}…`, token])
      expect(await keys.reportLeak(text, { source })).toEqual({ ok: false });
  });

  it('L01 for a wrong secret, which only emits that it was refused', async () => {
    const { keys, key, token, events } = await leaked();
    const wrong = format.compose({ kind: 'user', keyId: key.id, secret: generateSecret() });
    expect(await keys.reportLeak(wrong, { source })).toEqual({ ok: false });
    expect(events).toEqual([{ type: 'refused', reason: 'wrong_secret', keyId: key.id }]);
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('for a key that does not exist', async () => {
    const { keys, events } = await leaked();
    const keyId = generateKeyId();
    const unknown = format.compose({ kind: 'user', keyId, secret: generateSecret() });
    expect(await keys.reportLeak(unknown, { source })).toEqual({ ok: false });
    expect(events).toEqual([{ type: 'refused', reason: 'unknown', keyId }]);
  });

  it('L01 for a token whose record is of another kind, or has the hash of another token', async () => {
    const { keys, token, key, repository, issue } = await leaked();
    const other = await issue({ owner: ada });
    const stored = (await repository.find([key.id])).get(key.id);
    const find = vi.spyOn(repository, 'find');
    const answerWith = (record: object) => {
      const found = { ...stored, key: { ...(stored as { key: object }).key, ...record } };
      find.mockImplementation(([id]) => new Map([[id, found]]) as never);
    };
    answerWith({ owner: platform });
    expect(await keys.reportLeak(token, { source })).toEqual({ ok: false });
    answerWith({ id: other.key.id });
    expect(await keys.reportLeak(other.token, { source })).toEqual({ ok: false });
    find.mockRestore();
    for (const live of [token, other.token]) expect(await keys.verify(live)).toMatchObject({ ok: true });
  });

  it.each([
    [{}],
    [{ source: '' }],
    [{ source: ' ' }],
    [{ source: 'x'.repeat(101) }],
    [{ source: 'a\nb' }],
    [{ source: 'a\ud800' }],
    [{ source: 7 }],
    [{ source, actor: ada }],
    [undefined],
  ])('if the request is %j', async (request) => {
    const { keys, token, actions } = await leaked();
    await expect(keys.reportLeak(token, request as never)).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
    });
    expect(await actions()).toEqual(['issued']);
  });

  it('P09 if the source holds the token, which would be stored', async () => {
    const { keys, token } = await leaked();
    const error = await keys
      .reportLeak(token, { source: `found ${token}` })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    expect(String(error)).not.toContain(token.slice(5));
  });
});

describe('reportLeak fails', () => {
  it.each(['find', 'reportLeak'] as const)('if the storage does, at %s, and says so', async (method) => {
    const repository = memoryKeyRepository();
    const { keys, token, key, events } = await leaked({ repository });
    vi.spyOn(repository, method).mockImplementation(() => {
      throw new Error('down');
    });
    const code = 'ERR_REPOSITORY_UNAVAILABLE';
    await expect(keys.reportLeak(token, { source })).rejects.toMatchObject({ code });
    expect(events).toEqual([expect.objectContaining({ type: 'fault', code, keyId: key.id })]);
  });

  it('if the record cannot be read: that is never an answer', async () => {
    const repository = memoryKeyRepository();
    const { keys, token, key } = await leaked({ repository });
    vi.spyOn(repository, 'find').mockReturnValue(new Map([[key.id, { unreadable: true }]]));
    const reporting = keys.reportLeak(token, { source });
    await expect(reporting).rejects.toMatchObject({ code: 'ERR_RECORD_UNREADABLE' });
  });

  it('if the hasher does, or cannot tell', async () => {
    const hasher = insecureHasher();
    const { keys, token } = await leaked({ hasher });
    vi.spyOn(hasher, 'verify').mockRejectedValue(new PosternError('ERR_HASH_UNREADABLE', 'not one of ours'));
    const reporting = keys.reportLeak(token, { source });
    await expect(reporting).rejects.toMatchObject({ code: 'ERR_HASH_UNREADABLE' });
  });

  it('F15 if the storage answers with the wrong type', async () => {
    const repository = memoryKeyRepository();
    const { keys, token } = await leaked({ repository });
    vi.spyOn(repository, 'reportLeak').mockResolvedValue(true as never);
    const reporting = keys.reportLeak(token, { source });
    await expect(reporting).rejects.toMatchObject({ code: 'ERR_REPOSITORY_UNAVAILABLE' });
  });
});

describe('reports at the same time', () => {
  it('L03 of one token share a hash, and one of them revokes the key', async () => {
    const { hasher, reached, open } = hasherWithGate();
    const verify = vi.spyOn(hasher, 'verify');
    const { keys, token, actions } = await leaked({ hasher });
    const reporting = Array.from({ length: 10 }, () => keys.reportLeak(token, { source }));
    await reached;
    open();
    const results = await Promise.all(reporting);
    expect(verify).toHaveBeenCalledOnce();
    expect(results.filter((result) => result.ok && result.changed)).toHaveLength(1);
    expect((await actions()).toSorted()).toEqual(['issued', 'leak_reported', 'revoked']);
  });

  it('F04 of a wrong secret cost one hash a second, shared with verifications', async () => {
    const { keys, key, hasher, clock } = await leaked();
    const verify = vi.spyOn(hasher, 'verify');
    const wrong = format.compose({ kind: 'user', keyId: key.id, secret: generateSecret() });
    for (let count = 0; count < 10; count += 1) await keys.reportLeak(wrong, { source });
    await keys.verify(wrong);
    expect(verify).toHaveBeenCalledOnce();
    clock.advance(1_000);
    await keys.reportLeak(wrong, { source });
    expect(verify).toHaveBeenCalledTimes(2);
  });

  it('L04 of a token do not make its verification wait in the lane of the reports', async () => {
    const ends: (() => void)[] = [];
    const inner = insecureHasher();
    const hasher = {
      ...inner,
      concurrency: 2,
      async verify(token: string, hash: Parameters<typeof inner.verify>[1]) {
        const end = deferred();
        ends.push(end.resolve);
        await end.promise;
        return inner.verify(token, hash);
      },
    };
    const { keys, token, issue } = await leaked({ hasher, leaks: { user: { response: 'notify' } } });
    const other = await issue({ owner: ada });
    const first = keys.reportLeak(other.token, { source });
    await turns();
    const second = keys.reportLeak(token, { source });
    await turns();
    const verifying = keys.verify(token);
    await turns();
    expect(ends).toHaveLength(2);
    ends[1]?.();
    expect(await verifying).toMatchObject({ ok: true });
    for (const end of [0, 2]) {
      ends[end]?.();
      await turns();
    }
    expect(await Promise.all([first, second])).toMatchObject([{ ok: true }, { ok: true }]);
  });

  it('L04 beyond the queue fail as overloaded, never as not found', async () => {
    const inner = insecureHasher();
    const end = deferred();
    const hasher = {
      ...inner,
      concurrency: 1,
      async verify(token: string, hash: Parameters<typeof inner.verify>[1]) {
        await end.promise;
        return inner.verify(token, hash);
      },
    };
    const { keys, key, events } = await leaked({ hasher, limits: { hashQueueLength: 2 } });
    const reports = Array.from({ length: 4 }, () =>
      keys.reportLeak(format.compose({ kind: 'user', keyId: key.id, secret: generateSecret() }), { source }),
    );
    const [last] = await Promise.allSettled(reports.slice(3));
    expect(last).toMatchObject({ reason: { code: 'ERR_OVERLOADED', retryAfterMs: 1_000 } });
    expect(events).toMatchObject([{ type: 'fault', code: 'ERR_OVERLOADED', keyId: key.id }]);
    end.resolve();
    expect(await Promise.all(reports.slice(0, 3))).toEqual(new Array(3).fill({ ok: false }));
  });
});
