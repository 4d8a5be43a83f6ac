import { describe, expect, it } from 'vitest';
import { ada, allowAll, grace, platform, service } from '../../test-support/service.js';
import { type KeyPolicy, selfService } from '../index.js';
import { memoryKeyRepository } from '../testing/index.js';

const caps = { user: 2 };
const tooMany = { code: 'ERR_TOO_MANY_KEYS', limit: 2 };
const hour = 60 * 60 * 1_000;

/** A service whose owner Ada has as many keys as she may have. */
async function atTheCap(given: Parameters<typeof service>[0] = {}) {
  const made = service({ caps, ...given });
  const [first, second] = [await made.issue(), await made.issue()];
  return { ...made, first: first.key, second: second.key };
}

/** Keys of the same storage, with another cap. */
function withCap(user: number | undefined, { repository }: Pick<ReturnType<typeof service>, 'repository'>) {
  return service({ repository, caps: { user } });
}

describe('a cap on the keys of an owner', () => {
  it('refuses to issue one more, and writes and reports nothing', async () => {
    const { keys, issue, events } = await atTheCap();
    const history = await keys.history({ owner: ada, actor: ada });
    const seen = events.length;
    await expect(issue()).rejects.toMatchObject(tooMany);
    await expect(issue({ idempotencyKey: 'one' })).rejects.toMatchObject(tooMany);
    expect((await keys.list({ owner: ada, actor: ada, state: 'all' })).keys).toHaveLength(2);
    expect(await keys.history({ owner: ada, actor: ada })).toEqual(history);
    expect(events).toHaveLength(seen);
  });

  it('concerns neither other owners of the kind nor other kinds', async () => {
    const { issue } = await atTheCap();
    await expect(issue({ owner: grace, actor: grace })).resolves.toBeDefined();
    for (let each = 0; each < 3; each += 1)
      await expect(issue({ owner: platform })).resolves.toMatchObject({ key: { owner: platform } });
  });

  it('has room again once a key is revoked, has expired or is rotated', async () => {
    const { keys, issue, clock, first, second } = await atTheCap();
    await keys.revoke(first.id, { actor: ada });
    await issue({ expiresAt: new Date(clock.now().getTime() + hour) });
    await expect(issue()).rejects.toMatchObject(tooMany);
    clock.advance(hour);
    await issue();
    await expect(issue()).rejects.toMatchObject(tooMany);
    await keys.rotate(second.id, { actor: ada, graceMs: hour });
    await expect(issue()).rejects.toMatchObject(tooMany);
  });

  it('has no room if a key is only disabled, so it can be enabled again', async () => {
    const { keys, issue, first } = await atTheCap();
    await keys.disable(first.id, { actor: ada, reason: 'seen in a log' });
    await expect(issue()).rejects.toMatchObject(tooMany);
    expect(await keys.enable(first.id, { actor: ada })).toEqual({ changed: true });
  });

  it('does not keep anyone from rotating, and a rotation makes no room', async () => {
    const { keys, issue, first } = await atTheCap();
    const { key: successor } = await keys.rotate(first.id, { actor: ada, graceMs: hour });
    const { id: offerId } = await keys.offerRotation(successor.id, { actor: ada });
    await keys.claim(offerId, { actor: ada });
    await expect(issue()).rejects.toMatchObject(tooMany);
  });

  it('F13 counts a rotated key again once its successor is revoked or has expired', async () => {
    const { keys, issue, clock, first, second } = await atTheCap();
    const graceMs = 10 * hour;
    const expiresAt = new Date(clock.now().getTime() + hour);
    await keys.rotate(first.id, { actor: ada, graceMs, expiresAt });
    const { key: successor } = await keys.rotate(second.id, { actor: ada, graceMs });
    clock.advance(hour);
    await keys.revoke(successor.id, { actor: ada });
    await expect(issue()).rejects.toMatchObject(tooMany);
    await keys.revoke(first.id, { actor: ada });
    await issue();
    await expect(issue()).rejects.toMatchObject(tooMany);
    clock.advance(graceMs);
    await issue();
  });

  it('lets a retried request replace the key of its earlier attempt', async () => {
    const { keys, issue, first } = await atTheCap();
    await keys.revoke(first.id, { actor: ada });
    const { key: lost } = await issue({ idempotencyKey: 'one' });
    const { token } = await issue({ idempotencyKey: 'one' });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
    expect((await keys.get(lost.id, { actor: ada })).revokedAt).not.toBeNull();
    await expect(issue()).rejects.toMatchObject(tooMany);
  });

  it('refuses a claim, and leaves the offer open until there is room', async () => {
    const { keys, first } = await atTheCap();
    const { id: offerId } = await keys.offer({ owner: ada, actor: ada, name: 'CI Pipeline' });
    await expect(keys.claim(offerId, { actor: ada })).rejects.toMatchObject(tooMany);
    expect(await keys.getOffer(offerId, { actor: ada })).toMatchObject({ claimedAt: null });
    await keys.revoke(first.id, { actor: ada });
    expect((await keys.claim(offerId, { actor: ada })).key.id).toBe(offerId);
  });

  it('of concurrent issues, lets through exactly as many as there is room for', async () => {
    const { keys, issue } = service({ caps: { user: 10 } });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => issue()));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect((await keys.list({ owner: ada, actor: ada })).keys).toHaveLength(10);
  });

  it('is seen only by those who may issue: anyone else is forbidden, as if there were room', async () => {
    const { issue } = await atTheCap({ policy: selfService() });
    await expect(issue({ actor: grace })).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
  });
});

describe('a cap that was lowered', () => {
  const disable = { actor: ada, reason: 'seen in a log' };

  it('ends no key, but refuses new ones', async () => {
    const before = await atTheCap();
    const { keys, issue } = withCap(1, before);
    expect((await keys.list({ owner: ada, actor: ada })).keys).toHaveLength(2);
    await expect(issue()).rejects.toMatchObject({ ...tooMany, limit: 1 });
    await before.keys.revoke(before.first.id, { actor: ada });
    await expect(issue()).rejects.toMatchObject({ ...tooMany, limit: 1 });
  });

  it('refuses to enable a key until there are no more than it allows', async () => {
    const before = await atTheCap();
    const { keys } = withCap(1, before);
    await keys.disable(before.first.id, disable);
    const version = await keys.get(before.first.id, { actor: ada });
    await expect(keys.enable(before.first.id, { actor: ada })).rejects.toMatchObject({ limit: 1 });
    expect(await keys.get(before.first.id, { actor: ada })).toEqual(version);
    await keys.revoke(before.second.id, { actor: ada });
    expect(await keys.enable(before.first.id, { actor: ada })).toEqual({ changed: true });
  });

  it('does not keep a rotated or expired key from being enabled, because it does not count', async () => {
    const before = await atTheCap();
    const rotated = before.first.id;
    await before.keys.rotate(rotated, { actor: ada, graceMs: hour });
    const expiresAt = new Date(before.clock.now().getTime() + 1);
    await before.keys.revoke(before.second.id, { actor: ada });
    const { key: expired } = await before.issue({ expiresAt });
    for (const id of [rotated, expired.id]) await before.keys.disable(id, disable);
    await withCap(3, before).issue();
    const { keys, clock } = withCap(1, before);
    clock.advance(1);
    for (const id of [rotated, expired.id])
      expect(await keys.enable(id, { actor: ada })).toEqual({ changed: true });
  });
});

it('without a cap, or with one for another kind, no change has one', async () => {
  const caps: unknown[] = [];
  const remember = (cap: unknown) => void caps.push(cap);
  const memory = memoryKeyRepository();
  const repository: typeof memory = {
    ...memory,
    async insert(stored, entry, cap) {
      remember(cap);
      return memory.insert(stored, entry, cap);
    },
    async insertIdempotent(insertion, entry, entryOf) {
      remember(insertion.cap);
      return memory.insertIdempotent(insertion, entry, entryOf);
    },
    async enable(enabling, entry) {
      remember(enabling.cap);
      return memory.enable(enabling, entry);
    },
    async claimOffer(claim, ...entries) {
      remember(claim.cap);
      return memory.claimOffer(claim, ...entries);
    },
  };
  for (const given of [{}, { caps: { team: 1, user: undefined } }]) {
    const { keys, issue } = service({ repository, ...given });
    await issue({ idempotencyKey: 'one' });
    const { key } = await issue();
    await keys.disable(key.id, { actor: ada, reason: 'seen in a log' });
    await keys.enable(key.id, { actor: ada });
    await keys.claim((await keys.offer({ owner: ada, actor: ada, name: 'CI' })).id, { actor: ada });
  }
  expect(caps).toEqual(Array(8).fill(undefined));
});

it('the policy is asked before the cap is checked, and again by the attempt after room was made', async () => {
  const asked: string[] = [];
  const policy: KeyPolicy = {
    decide(request) {
      asked.push(request.action);
      return allowAll.decide(request);
    },
  };
  const { issue } = await atTheCap({ policy });
  asked.length = 0;
  await expect(issue()).rejects.toMatchObject(tooMany);
  expect(asked).toEqual(['issue', 'issue']);
});
