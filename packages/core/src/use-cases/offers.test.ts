import { describe, expect, it } from 'vitest';
import { ada, grace, linus, platform, service } from '../../test-support/service.js';
import { formsThatShow, shownForms } from '../../test-support/shown-forms.js';
import {
  type Actor,
  type ApiKeys,
  type KeyAction,
  type KeyOffer,
  type KeyPolicy,
  keyActor,
  selfService,
} from '../index.js';

const minutes = (count: number) => count * 60_000;
const job: Actor = { kind: 'system', id: 'job' };
const ownKeysAlone = { policy: selfService() };

type Given = ReturnType<typeof service>;

function offer(
  { keys }: Given,
  request: Partial<Parameters<Given['keys']['offer']>[0]> = {},
): Promise<KeyOffer> {
  return keys.offer({ owner: ada, actor: ada, name: 'CI Pipeline', ...request });
}

async function actions({ keys }: Given, keyId: string): Promise<readonly unknown[]> {
  const { entries } = await keys.history({ owner: ada, actor: job, limit: 100 });
  return entries.filter((entry) => entry.keyId === keyId).map(({ action, actor }) => [action, actor.id]);
}

describe('an offer', () => {
  it('creates no key, and says what the key will be like', async () => {
    const given = service();
    const expiresAt = new Date(given.clock.now().getTime() + minutes(60));
    const offered = await offer(given, { actor: job, scopes: ['agents:read'], expiresAt });
    expect(offered).toMatchObject({
      owner: ada,
      name: 'CI Pipeline',
      scopes: ['agents:read'],
      keyExpiresAt: expiresAt,
      rotation: null,
      offeredBy: job,
      expiresAt: new Date(given.clock.now().getTime() + minutes(15)),
    });
    expect((await given.keys.list({ owner: ada, actor: ada })).keys).toEqual([]);
    expect(given.events).toEqual([{ type: 'offered', keyId: offered.id, owner: ada }]);
  });

  it('is claimed once: the key has its ID, its token works, and both are recorded and reported', async () => {
    const given = service();
    const { id } = await offer(given, { actor: job, scopes: ['agents:read'] });
    const { key, token } = await given.keys.claim(id, { actor: ada });
    expect(key).toMatchObject({
      id,
      owner: ada,
      name: 'CI Pipeline',
      createdBy: ada,
      scopes: ['agents:read'],
    });
    expect(await given.keys.verify(token)).toMatchObject({
      ok: true,
      principal: { permissions: ['agents:read'] },
    });
    expect(await given.keys.getOffer(id, { actor: ada })).toMatchObject({ claimedAt: key.createdAt });
    expect(await actions(given, id)).toEqual([
      ['issued', 'ada'],
      ['offered', 'job'],
    ]);
  });

  it('M08 is claimed by one of two concurrent claims', async () => {
    const given = service();
    const { id } = await offer(given);
    const claims = await Promise.allSettled([1, 2].map(() => given.keys.claim(id, { actor: ada })));
    expect(claims.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(claims).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: 'ERR_OFFER_NOT_OPEN' }) }),
    );
    expect((await given.keys.list({ owner: ada, actor: ada })).keys).toHaveLength(1);
    expect(await actions(given, id)).toHaveLength(2);
  });

  it('cannot be claimed after its lifetime, which is never longer than that of its key', async () => {
    const given = service();
    const short = await offer(given, { offerTtlMs: 1_000 });
    const ofShortKey = await offer(given, { expiresAt: new Date(given.clock.now().getTime() + 500) });
    given.clock.advance(500);
    await expect(given.keys.claim(ofShortKey.id, { actor: ada })).rejects.toThrow('this offer has expired');
    given.clock.advance(500);
    await expect(given.keys.claim(short.id, { actor: ada })).rejects.toMatchObject({
      code: 'ERR_OFFER_NOT_OPEN',
    });
  });

  it('cannot be claimed once it is withdrawn, which happens only once', async () => {
    const given = service();
    const { id } = await offer(given);
    const withdrawals = await Promise.all([1, 2].map(() => given.keys.withdrawOffer(id, { actor: ada })));
    expect(withdrawals.filter(({ changed }) => changed)).toHaveLength(1);
    await expect(given.keys.claim(id, { actor: ada })).rejects.toThrow('this offer was withdrawn');
    expect(await actions(given, id)).toEqual([
      ['withdrawn', 'ada'],
      ['offered', 'ada'],
    ]);
    expect(given.events.map(({ type }) => type)).toEqual(['offered', 'withdrawn']);
  });

  it('cannot be withdrawn once it is claimed', async () => {
    const given = service();
    const { id } = await offer(given);
    await given.keys.claim(id, { actor: ada });
    expect(await given.keys.withdrawOffer(id, { actor: ada })).toEqual({ changed: false });
  });

  it('M08 does not exist for another person, who cannot claim or withdraw it', async () => {
    const given = service(ownKeysAlone);
    const { id } = await offer(given);
    for (const call of ['getOffer', 'claim', 'withdrawOffer'] as const)
      await expect(given.keys[call](id, { actor: grace })).rejects.toMatchObject({
        code: 'ERR_OFFER_NOT_FOUND',
      });
    await expect(given.keys.claim(id, { actor: ada, owner: grace })).rejects.toMatchObject({
      code: 'ERR_OFFER_NOT_FOUND',
    });
    expect(await given.keys.claim(id, { actor: ada })).toMatchObject({ key: { id } });
  });

  it('M08 cannot be claimed by a key or the system, whatever the policy says', async () => {
    const given = service();
    const { token } = await given.issue();
    const verified = await given.keys.verify(token);
    const { id } = await offer(given);
    const actors = verified.ok ? [keyActor(verified.principal), job] : [];
    expect(actors).toHaveLength(2);
    for (const actor of actors)
      await expect(given.keys.claim(id, { actor })).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
  });

  it('S07 is decided again when it is claimed: an owner that is no longer active gets no key', async () => {
    const given = service();
    const { id } = await offer(given);
    given.host.set('user.ada', { active: false, permissions: [] });
    await expect(given.keys.claim(id, { actor: ada })).rejects.toMatchObject({ code: 'ERR_OWNER_INACTIVE' });
  });

  it('S07 is decided again when it is claimed: scopes that the owner has lost are not granted', async () => {
    const given = service();
    const { id } = await offer(given, { scopes: ['agents:write'] });
    given.host.set('user.ada', { active: true, permissions: ['agents:read'] });
    await expect(given.keys.claim(id, { actor: ada })).rejects.toMatchObject({
      code: 'ERR_SCOPES_NOT_GRANTED',
    });
  });

  it('stays open if the claim failed', async () => {
    const given = service();
    const { id } = await offer(given);
    given.host.set('user.ada', { active: false, permissions: [] });
    await given.keys.claim(id, { actor: ada }).catch(() => undefined);
    given.host.set('user.ada', { active: true, permissions: [] });
    expect(await given.keys.claim(id, { actor: ada })).toMatchObject({ key: { id } });
  });

  it('needs permission to offer when it is created, and permission to issue when it is claimed', async () => {
    const forbidden = new Set<KeyAction>();
    const policy: KeyPolicy = {
      decide: ({ action }) => (forbidden.has(action) ? { ok: false, message: 'not that' } : { ok: true }),
    };
    const given = service({ policy });
    const { id } = await offer(given);
    forbidden.add('issue');
    await expect(given.keys.claim(id, { actor: ada })).rejects.toMatchObject({
      code: 'ERR_FORBIDDEN',
      message: 'not that',
    });
    forbidden.clear();
    forbidden.add('offer');
    await expect(offer(given)).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
  });

  it('is refused to a person who could not issue or rotate the key themselves, but not to a key', async () => {
    const forbidden = new Set<KeyAction>();
    const policy: KeyPolicy = {
      decide: ({ action }) => (forbidden.has(action) ? { ok: false, message: 'not that' } : { ok: true }),
    };
    const given = service({ policy });
    const { token, key } = await given.issue();
    const verified = await given.keys.verify(token);
    for (const action of ['issue', 'rotate'] as const) forbidden.add(action);

    const refusal = { code: 'ERR_FORBIDDEN', message: 'not that' };
    await expect(offer(given)).rejects.toMatchObject(refusal);
    await expect(given.keys.offerRotation(key.id, { actor: ada })).rejects.toMatchObject(refusal);
    const byKey = verified.ok ? await offer(given, { actor: keyActor(verified.principal) }) : undefined;
    expect(byKey).toMatchObject({ owner: ada });
  });

  it('M03 has no scopes that its owner does not have, or a person who offers it', async () => {
    const given = service();
    await expect(offer(given, { owner: grace, scopes: ['agents:write'] })).rejects.toMatchObject({
      code: 'ERR_SCOPES_NOT_GRANTED',
    });
    await expect(offer(given, { actor: grace, scopes: ['agents:write'] })).rejects.toMatchObject({
      code: 'ERR_SCOPES_NOT_GRANTED',
    });
  });

  it.each([
    ['an owner that is not active', { owner: linus }, 'ERR_OWNER_INACTIVE'],
    ['a blank name', { name: ' ' }, 'ERR_INVALID_NAME'],
    ['a lifetime of 0', { offerTtlMs: 0 }, 'ERR_INVALID_ARGUMENT'],
    ['a lifetime of days', { offerTtlMs: 2 * 24 * minutes(60) }, 'ERR_INVALID_ARGUMENT'],
    ['a lifetime that is not a number', { offerTtlMs: '900000' as never }, 'ERR_INVALID_ARGUMENT'],
    ['an unknown field', { ttl: 1 } as never, 'ERR_INVALID_ARGUMENT'],
  ])('is not created for %s', async (_what, request, code) => {
    const given = service();
    await expect(offer(given, request)).rejects.toMatchObject({ code });
    expect(given.events).toEqual([]);
  });

  it.each(['', 'x', 'user.0123', '0123456789abcdef'])('is not found by the ID %j', async (id) => {
    const { keys } = service();
    for (const call of ['getOffer', 'claim', 'withdrawOffer'] as const)
      await expect(keys[call](id, { actor: ada })).rejects.toMatchObject({ code: 'ERR_OFFER_NOT_FOUND' });
  });

  it('P03 shows no secret: none exists until it is claimed, and then it is only in the result', async () => {
    const given = service();
    const offered = await offer(given);
    const claimed = await given.keys.claim(offered.id, { actor: ada });
    const after = await given.keys.getOffer(offered.id, { actor: ada });
    const shown = [offered, claimed, after, given.events].flatMap(shownForms);
    expect(formsThatShow(claimed.token, shown)).toEqual([]);
  });
});

describe('an offer of a rotation', () => {
  async function offerRotation(graceMs = 0) {
    const given = service();
    const issued = await given.issue({ scopes: ['agents:read'] });
    const offered = await given.keys.offerRotation(issued.key.id, { actor: job, graceMs });
    return { given, issued, offered };
  }
  const isLive = async (keys: Pick<ApiKeys, 'verify'>, token: string) => (await keys.verify(token)).ok;

  it('changes nothing until it is claimed, which creates the successor and ends the old key', async () => {
    const { given, issued, offered } = await offerRotation();
    expect(await isLive(given.keys, issued.token)).toBe(true);
    const claimed = await given.keys.claim(offered.id, { actor: ada });
    expect(claimed).toMatchObject({
      key: { id: offered.id, scopes: ['agents:read'] },
      previous: { id: issued.key.id },
    });
    expect([await isLive(given.keys, issued.token), await isLive(given.keys, claimed.token)]).toEqual([
      false,
      true,
    ]);
    expect(await actions(given, issued.key.id)).toEqual([
      ['revoked', 'ada'],
      ['rotated', 'ada'],
      ['issued', 'ada'],
    ]);
  });

  it('leaves the old key its grace period', async () => {
    const { given, issued, offered } = await offerRotation(minutes(1));
    const { token } = await given.keys.claim(offered.id, { actor: ada });
    expect([await isLive(given.keys, issued.token), await isLive(given.keys, token)]).toEqual([true, true]);
    given.clock.advance(minutes(1));
    expect([await isLive(given.keys, issued.token), await isLive(given.keys, token)]).toEqual([false, true]);
  });

  it('gives the successor the name that the key has when it is claimed', async () => {
    const { given, issued, offered } = await offerRotation();
    await given.keys.rename(issued.key.id, { actor: ada, name: 'Nightly' });
    expect(await given.keys.claim(offered.id, { actor: ada })).toMatchObject({ key: { name: 'Nightly' } });
  });

  it('M10 gives the successor the offered scopes, even if the owner may do more by then', async () => {
    const given = service();
    given.host.set('team.platform', { active: true, permissions: ['agents:read'] });
    const { key } = await given.issue({ owner: platform, actor: job });
    const offered = await given.keys.offerRotation(key.id, { actor: ada });
    given.host.set('team.platform', { active: true, permissions: ['agents:read', 'models:use'] });
    expect(offered.scopes).toEqual(['agents:read']);
    expect(await given.keys.claim(offered.id, { actor: ada })).toMatchObject({
      key: { scopes: ['agents:read'] },
    });
  });

  it('M08 is claimed by one of two concurrent claims, and the other learns that it was', async () => {
    const { given, offered } = await offerRotation();
    const claims = await Promise.allSettled([1, 2].map(() => given.keys.claim(offered.id, { actor: ada })));
    expect(claims).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: 'ERR_OFFER_NOT_OPEN' }) }),
    );
    expect(
      (await given.keys.list({ owner: ada, actor: ada, state: 'live' })).keys.map(({ id }) => id),
    ).toEqual([offered.id]);
  });

  it('S04 is the only one that can be claimed of two for the same key', async () => {
    const { given, issued, offered } = await offerRotation();
    const other = await given.keys.offerRotation(issued.key.id, { actor: ada });
    await given.keys.claim(other.id, { actor: ada });
    await expect(given.keys.claim(offered.id, { actor: ada })).rejects.toMatchObject({
      code: 'ERR_KEY_NOT_LIVE',
    });
    expect(await given.keys.getOffer(offered.id, { actor: ada })).toMatchObject({ claimedAt: null });
  });

  it.each(['revoke', 'disable'] as const)('cannot be claimed after %s of the key', async (verb) => {
    const { given, issued, offered } = await offerRotation();
    await given.keys[verb](issued.key.id, { actor: ada, reason: 'lost' });
    await expect(given.keys.claim(offered.id, { actor: ada })).rejects.toMatchObject({
      code: 'ERR_KEY_NOT_LIVE',
    });
  });

  it('cannot be claimed once the key was purged', async () => {
    const { given, issued, offered } = await offerRotation();
    await given.keys.revoke(issued.key.id, { actor: ada });
    await given.keys.purge({ actor: job, revokedBefore: new Date(given.clock.now().getTime() + 1) });
    await expect(given.keys.claim(offered.id, { actor: ada })).rejects.toMatchObject({
      code: 'ERR_KEY_NOT_FOUND',
    });
  });

  it('is not created for another person’s key, or one that is not live', async () => {
    const given = service(ownKeysAlone);
    const { key } = await given.issue();
    await expect(given.keys.offerRotation(key.id, { actor: grace })).rejects.toMatchObject({
      code: 'ERR_KEY_NOT_FOUND',
    });
    await given.keys.revoke(key.id, { actor: ada });
    await expect(given.keys.offerRotation(key.id, { actor: ada })).rejects.toMatchObject({
      code: 'ERR_KEY_NOT_LIVE',
    });
  });
});

it('an offer to a team can be claimed by a person who manages its keys', async () => {
  const teamAdmins: KeyPolicy = {
    decide: ({ actor }) => (actor.id === 'ada' ? { ok: true } : { ok: false, message: 'admins only' }),
  };
  const given = service({ policy: teamAdmins });
  const { id } = await offer(given, { owner: platform });
  await expect(given.keys.claim(id, { actor: grace })).rejects.toMatchObject({ code: 'ERR_OFFER_NOT_FOUND' });
  const { token } = await given.keys.claim(id, { actor: ada });
  expect(token).toMatch(/^team\./);
});
