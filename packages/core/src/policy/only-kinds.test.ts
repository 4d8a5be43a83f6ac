import { describe, expect, it } from 'vitest';
import { ada, allowAll, grace, platform, service } from '../../test-support/service.js';
import { keyActor } from '../model/actor.js';
import type { KeyPolicy } from '../ports/key-policy.js';
import { buildKey } from '../testing/index.js';
import { onlyKinds } from './only-kinds.js';
import { selfService } from './self-service.js';

/** Ada has a key, and an open offer of a new one and of a rotation, from before people could get no more keys. */
async function afterwards(policy: KeyPolicy = onlyKinds(selfService(), ['team'])) {
  const before = service();
  const { key, token } = await before.issue();
  const offer = await before.keys.offer({ owner: ada, actor: ada, name: 'Nightly' });
  const rotation = await before.keys.offerRotation(key.id, { actor: ada });
  const { repository } = before;
  return { ...service({ repository, policy }), key, token, offer, rotation };
}

const forbidden = {
  code: 'ERR_FORBIDDEN',
  message: 'owners of kind user get no new keys; create one for an owner of kind team instead',
};

describe('a person whom onlyKinds gives no new keys', () => {
  type Subject = Awaited<ReturnType<typeof afterwards>>;

  it.each<[string, (subject: Subject) => Promise<unknown>]>([
    ['create one', ({ keys }) => keys.issue({ owner: ada, actor: ada, name: 'Other' })],
    ['be offered one', ({ keys }) => keys.offer({ owner: ada, actor: ada, name: 'Other' })],
    ['rotate one', ({ keys, key }) => keys.rotate(key.id, { actor: ada })],
    ['be offered a rotation', ({ keys, key }) => keys.offerRotation(key.id, { actor: ada })],
    ['claim an earlier offer', ({ keys, offer }) => keys.claim(offer.id, { actor: ada })],
    ['claim an earlier offer of a rotation', ({ keys, rotation }) => keys.claim(rotation.id, { actor: ada })],
  ])('cannot %s, and reads what to do instead', async (_what, attempt) => {
    const subject = await afterwards();
    await expect(attempt(subject)).rejects.toMatchObject(forbidden);
    const { keys } = await subject.keys.list({ owner: ada, actor: ada, state: 'all' });
    expect(keys).toEqual([subject.key]);
  });

  it('still uses, sees, renames, disables, enables and revokes the keys that there are', async () => {
    const { keys, key, token } = await afterwards();
    expect(await keys.get(key.id, { actor: ada })).toEqual(key);
    expect(await keys.verify(token)).toMatchObject({ ok: true });
    expect(await keys.rename(key.id, { actor: ada, name: 'Old' })).toEqual({ changed: true });
    expect(await keys.disable(key.id, { actor: ada, reason: 'unsure' })).toEqual({ changed: true });
    expect(await keys.enable(key.id, { actor: ada })).toEqual({ changed: true });
    expect(await keys.revoke(key.id, { actor: ada })).toEqual({ changed: true });
    const { entries } = await keys.history({ keyId: key.id, actor: ada });
    expect(entries.map(({ action }) => action).sort()).toEqual([
      'disabled',
      'enabled',
      'issued',
      'renamed',
      'revoked',
    ]);
  });

  it('still revokes all keys at once', async () => {
    const { keys, token } = await afterwards();
    expect(await keys.revokeAll({ owner: ada, actor: ada, reason: 'moved to the team' })).toEqual({
      revoked: 1,
    });
    expect(await keys.verify(token)).toMatchObject({ ok: false });
  });

  it('still sees and withdraws earlier offers', async () => {
    const { keys, offer, rotation } = await afterwards();
    for (const { id } of [offer, rotation]) {
      expect(await keys.getOffer(id, { actor: ada })).toMatchObject({ id, withdrawnAt: null });
      expect(await keys.withdrawOffer(id, { actor: ada })).toEqual({ changed: true });
    }
  });
});

it('onlyKinds leaves owners of the allowed kinds, and purging, to the policy', async () => {
  const { keys } = await afterwards(onlyKinds(allowAll, ['service', 'team']));
  const { key } = await keys.issue({ owner: platform, actor: ada, name: 'Deploy' });
  const { key: successor } = await keys.rotate(key.id, { actor: ada });
  const { id } = await keys.offerRotation(successor.id, { actor: ada });
  expect((await keys.claim(id, { actor: ada })).key.owner).toEqual(platform);
  expect(await keys.purge({ actor: ada, revokedBefore: new Date(0) })).toEqual({ purged: 0 });
});

it('M04 onlyKinds allows nothing that the policy refuses', async () => {
  const { keys, key, offer } = await afterwards(onlyKinds(selfService(), ['team']));
  await expect(keys.get(key.id, { actor: grace })).rejects.toMatchObject({ code: 'ERR_KEY_NOT_FOUND' });
  await expect(keys.rotate(key.id, { actor: grace })).rejects.toMatchObject({ code: 'ERR_KEY_NOT_FOUND' });
  await expect(keys.getOffer(offer.id, { actor: grace })).rejects.toMatchObject({
    code: 'ERR_OFFER_NOT_FOUND',
  });
  await expect(keys.withdrawOffer(offer.id, { actor: grace })).rejects.toMatchObject({
    code: 'ERR_OFFER_NOT_FOUND',
  });
  await expect(keys.issue({ owner: platform, actor: ada, name: 'Deploy' })).rejects.toMatchObject({
    code: 'ERR_FORBIDDEN',
    message: 'you can only manage your own keys',
  });
});

it('M02 onlyKinds lets no key offer what a person could not claim', async () => {
  const { keys, key, token } = await afterwards(onlyKinds(allowAll, ['team']));
  const verified = await keys.verify(token);
  if (!verified.ok) throw new Error('the key is live');
  const actor = keyActor(verified.principal);
  await expect(keys.offer({ owner: ada, actor, name: 'Other' })).rejects.toMatchObject(forbidden);
  await expect(keys.offerRotation(key.id, { actor })).rejects.toMatchObject(forbidden);
});

it.each(['renew', 'duplicate'])(
  'onlyKinds refuses an action that might create a key, even one that it does not know: %s',
  async (name) => {
    const action = name as 'renew';
    const { decide } = onlyKinds(allowAll, ['team']);
    expect(await decide({ actor: ada, action, owner: ada, key: buildKey() })).toMatchObject({ ok: false });
    expect(await decide({ actor: ada, action, owner: platform })).toEqual({ ok: true });
  },
);

it.each<[string, unknown, unknown]>([
  ['no policy', undefined, ['team']],
  ['the name of a policy', 'selfService', ['team']],
  ['no kinds', selfService(), []],
  ['a kind that is not in a list', selfService(), 'team'],
  ['a kind that is not text', selfService(), [undefined]],
])('onlyKinds refuses %s', (_what, policy, kinds) => {
  expect(() => onlyKinds(policy as KeyPolicy, kinds as string[])).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_CONFIG' }),
  );
});
