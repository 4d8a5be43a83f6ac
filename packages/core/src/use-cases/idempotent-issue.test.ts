import { describe, expect, it } from 'vitest';
import { ada, grace, platform, service } from '../../test-support/service.js';
import { PosternError } from '../index.js';
import type { KeyRepository } from '../ports.js';
import { memoryKeyRepository } from '../testing/index.js';
import type { IssueRequest } from './issue-key.js';

const idempotencyKey = '8e03978e-40d5-43dd-bc93-6894a57f9324';
const hours = (count: number) => count * 60 * 60 * 1000;

async function liveKeys({ keys }: ReturnType<typeof service>, owner: typeof ada | typeof platform = ada) {
  return (await keys.list({ owner, actor: ada, state: 'live' })).keys;
}

describe('M07 a request to issue that is retried', () => {
  it('M07 leaves one live key: the one that its last attempt issued, as that attempt requested it', async () => {
    const given = service();
    const lost = await given.issue({ idempotencyKey });
    const { token, key } = await given.issue({ idempotencyKey, name: 'Nightly' });
    expect(await liveKeys(given)).toEqual([key]);
    expect(key.name).toBe('Nightly');
    expect(await given.keys.verify(lost.token)).toEqual({ ok: false, reason: 'revoked' });
    expect(await given.keys.verify(token)).toMatchObject({ ok: true });
  });

  it('M07 records the key that was never seen, and why it was revoked', async () => {
    const { keys, issue, events } = service();
    const lost = await issue({ idempotencyKey });
    const { key } = await issue({ idempotencyKey });
    const { entries } = await keys.history({ owner: ada, actor: ada });
    expect(entries.map(({ action, keyId }) => [action, keyId]).sort()).toEqual(
      [
        ['issued', lost.key.id],
        ['issued', key.id],
        ['revoked', lost.key.id],
      ].sort(),
    );
    const reason = 'replaced by a retry of the same request';
    expect(entries).toContainEqual(expect.objectContaining({ action: 'revoked', actor: ada, reason }));
    expect(await keys.get(lost.key.id, { actor: ada })).toMatchObject({ reason });
    expect(events).toContainEqual({ type: 'revoked', keyId: lost.key.id, owner: ada });
  });

  it('M07 leaves one key after many concurrent attempts', async () => {
    const given = service();
    await Promise.all(Array.from({ length: 10 }, () => given.issue({ idempotencyKey })));
    expect(await liveKeys(given)).toHaveLength(1);
  });

  it.each<[string, Partial<IssueRequest<'user' | 'team'>>]>([
    ['another idempotency key', { idempotencyKey: idempotencyKey.toUpperCase() }],
    ['none', { idempotencyKey: undefined }],
    ['another owner', { idempotencyKey, owner: platform }],
    ['another actor, which then revokes nothing', { idempotencyKey, actor: grace, scopes: ['agents:read'] }],
  ])('is a different request if it has %s', async (_what, request) => {
    const given = service();
    const first = await given.issue({ idempotencyKey });
    await given.issue(request as Parameters<typeof given.issue>[0]);
    expect(await given.keys.verify(first.token)).toMatchObject({ ok: true });
  });

  it.each([-25, 25, 24 * 365])('S12 leaves one live key if a clock is off by %d hours', async (off) => {
    const repository = memoryKeyRepository();
    const [here, there] = [service({ repository }), service({ repository })];
    there.clock.set(new Date(here.clock.now().getTime() + hours(off)));
    const lost = await here.issue({ idempotencyKey });
    const again = await there.issue({ idempotencyKey });
    expect(await liveKeys(here)).toEqual([again.key]);
    const last = await here.issue({ idempotencyKey });
    expect(await liveKeys(here)).toEqual([last.key]);
    for (const { token } of [lost, again])
      expect(await here.keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
  });

  it('gets a new key if the first one was revoked in the meantime', async () => {
    const given = service();
    const { key } = await given.issue({ idempotencyKey });
    await given.keys.revoke(key.id, { actor: ada });
    const again = await given.issue({ idempotencyKey });
    expect(await liveKeys(given)).toEqual([again.key]);
  });
});

describe('M07 a key that is in use', () => {
  it('M07 is left alone, even if its use is not written yet', async () => {
    const given = service();
    const { token, key } = await given.issue({ idempotencyKey });
    expect(await given.keys.verify(token)).toMatchObject({ ok: true });
    await expect(given.issue({ idempotencyKey })).rejects.toMatchObject({ code: 'ERR_ALREADY_ISSUED' });
    expect((await liveKeys(given)).map(({ id }) => id)).toEqual([key.id]);
    expect(await given.keys.verify(token)).toMatchObject({ ok: true });
  });

  it('M07 is left alone if it was rotated, with or without a grace period: someone has its successor', async () => {
    for (const graceMs of [0, hours(1)]) {
      const given = service();
      const { key } = await given.issue({ idempotencyKey });
      const successor = await given.keys.rotate(key.id, { actor: ada, graceMs });
      await expect(given.issue({ idempotencyKey })).rejects.toMatchObject({ code: 'ERR_ALREADY_ISSUED' });
      expect(await given.keys.verify(successor.token)).toMatchObject({ ok: true });
      expect((await given.keys.list({ owner: ada, actor: ada })).keys).toHaveLength(2);
    }
  });

  it('M07 is replaced if it was used in another process that has not written the use yet', async () => {
    const repository = memoryKeyRepository();
    const [here, there] = [service({ repository }), service({ repository })];
    const { token, key } = await here.issue({ idempotencyKey });
    expect(await there.keys.verify(token)).toMatchObject({ ok: true });
    const again = await here.issue({ idempotencyKey });
    expect(await there.keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
    await there.keys.close();
    expect(await liveKeys(here)).toEqual([again.key]);
    expect(await here.keys.get(key.id, { actor: ada })).toMatchObject({ lastUsedAt: null });
  });

  it('M07 is left alone once the other process has written its use', async () => {
    const repository = memoryKeyRepository();
    const [here, there] = [service({ repository }), service({ repository })];
    const { token } = await here.issue({ idempotencyKey });
    await there.keys.verify(token);
    await there.keys.close();
    await expect(here.issue({ idempotencyKey })).rejects.toMatchObject({ code: 'ERR_ALREADY_ISSUED' });
  });

  it('F10 is left alone if its use cannot be written: the retry fails, and changes nothing', async () => {
    const sound = memoryKeyRepository();
    let isDown = true;
    const recordUses: KeyRepository['recordUses'] = async (uses) => {
      if (isDown) throw new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'down');
      return sound.recordUses(uses);
    };
    const given = service({ repository: { ...sound, recordUses } });
    const { token } = await given.issue({ idempotencyKey });
    await given.keys.verify(token);
    await expect(given.issue({ idempotencyKey })).rejects.toMatchObject({
      code: 'ERR_REPOSITORY_UNAVAILABLE',
    });
    expect(await given.keys.verify(token)).toMatchObject({ ok: true });
    isDown = false;
    await expect(given.issue({ idempotencyKey })).rejects.toMatchObject({ code: 'ERR_ALREADY_ISSUED' });
  });
});

it.each([null, '', 7, 'x'.repeat(256), 'line\nbreak'])(
  'issue refuses %j as idempotency key',
  async (value) => {
    const given = service();
    const request = { idempotencyKey: value } as Partial<IssueRequest<'user' | 'team', 'agents:read'>>;
    await expect(given.issue(request)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    expect(await liveKeys(given)).toEqual([]);
  },
);
