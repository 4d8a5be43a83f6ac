import { describe, expect, it } from 'vitest';
import { ada, grace, linus, platform, service } from '../../test-support/service.js';
import { type Actor, keyActor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';

/** A key as an actor, with its permissions. */
const asActor = ({ id, owner }: ApiKey, permissions: readonly string[]): Actor =>
  keyActor({ keyId: id, owner, permissions });

const system: Actor = { kind: 'system', id: 'job' };

describe('M03 rotating a key, which reveals a token with its permissions,', () => {
  it('M03 is refused to a team admin who may do less than an unnarrowed key, naming the difference', async () => {
    const { keys, issue } = service();
    const { token, key } = await issue({ owner: platform, actor: system });
    await expect(keys.rotate(key.id, { actor: grace })).rejects.toMatchObject({
      code: 'ERR_SCOPES_NOT_GRANTED',
      scopes: ['agents:write', 'models:use'],
      message: expect.stringContaining('the actor does not have: agents:write models:use'),
    });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('M03 is refused to a team admin who may not do everything that the key is narrowed to', async () => {
    const { keys, issue } = service();
    const { key } = await issue({ owner: platform, scopes: ['agents:read', 'models:use'] });
    const refused = keys.rotate(key.id, { actor: grace });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_SCOPES_NOT_GRANTED', scopes: ['models:use'] });
  });

  it('is allowed to a team admin who may do everything that the key may', async () => {
    const { keys, issue } = service();
    const { key } = await issue({ owner: platform, scopes: ['agents:read'] });
    const rotated = await keys.rotate(key.id, { actor: grace });
    expect(rotated.key).toMatchObject({ owner: platform, scopes: ['agents:read'], createdBy: grace });
  });

  it('takes what the owner may do now as what a key that is not narrowed may do', async () => {
    const { keys, issue, host } = service();
    const { key } = await issue({ owner: platform, actor: system });
    host.set('team.platform', { active: true, permissions: ['agents:read'] });
    expect(await keys.rotate(key.id, { actor: grace })).toMatchObject({ key: { owner: platform } });
  });

  it('M10 makes the scopes of an unnarrowed key explicit, unless its owner or the service rotates it', async () => {
    const { keys, issue } = service();
    const unnarrowed = async () => (await issue({ owner: platform, actor: system })).key.id;
    const scopesAfter = async (actor: Actor) => (await keys.rotate(await unnarrowed(), { actor })).key.scopes;
    expect(await scopesAfter(ada)).toEqual(['agents:read', 'agents:write', 'models:use']);
    expect(await scopesAfter(system)).toBeNull();
    const own = await issue({ actor: ada });
    expect((await keys.rotate(own.key.id, { actor: ada })).key.scopes).toBeNull();
  });

  it('is forbidden to a person who does not exist or is not active', async () => {
    const { keys, issue, host } = service();
    const { key } = await issue({ owner: platform });
    await expect(keys.rotate(key.id, { actor: linus })).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
    host.delete('user.linus');
    await expect(keys.rotate(key.id, { actor: linus })).rejects.toMatchObject({ code: 'ERR_FORBIDDEN' });
  });

  it("is always allowed for a person's own keys, even one whose scopes the person has lost since", async () => {
    const { keys, issue, host } = service();
    const { key } = await issue({ scopes: ['models:use'] });
    host.set('user.ada', { active: true, permissions: ['agents:read'] });
    const { token } = await keys.rotate(key.id, { actor: ada });
    expect(await keys.verify(token)).toMatchObject({ ok: true, principal: { permissions: [] } });
  });

  it('is allowed to the system, as far as the policy allows it', async () => {
    const { keys, issue } = service();
    const { key } = await issue({ owner: platform });
    const actor = { kind: 'system', id: 'rotation-job' } as const;
    expect((await keys.rotate(key.id, { actor })).key.createdBy).toEqual(actor);
  });
});

describe('M02 a key that rotates keys', () => {
  it('M02 may rotate itself, narrowed or not, if the policy allows it', async () => {
    const { keys, issue } = service();
    for (const scopes of [null, ['agents:read'] as const]) {
      const { key } = await issue({ scopes });
      const rotated = await keys.rotate(key.id, { actor: asActor(key, ['agents:read']) });
      expect(rotated.key).toMatchObject({ scopes, createdBy: { kind: 'key', id: key.id } });
    }
  });

  it('M02 may not rotate another key that is not narrowed, which gains permissions with its owner', async () => {
    const { keys, issue } = service();
    const [{ key: self }, { key: other }] = [await issue(), await issue()];
    const actor = asActor(self, ['agents:read', 'agents:write', 'models:use']);
    await expect(keys.rotate(other.id, { actor })).rejects.toMatchObject({
      code: 'ERR_FORBIDDEN',
      message: 'a key can only rotate itself and keys with explicit scopes',
    });
  });

  it('M02 may rotate another key that is narrowed to what it may do itself', async () => {
    const { keys, issue } = service();
    const [{ key: self }, { key: other }] = [await issue(), await issue({ scopes: ['agents:read'] })];
    const rotated = await keys.rotate(other.id, { actor: asActor(self, ['agents:read', 'agents:write']) });
    expect(rotated.key.scopes).toEqual(['agents:read']);
  });

  it('M03 may not rotate a key that may do more, and the error names what is missing', async () => {
    const { keys, issue } = service();
    const [{ key: self }, { token, key: other }] = [await issue(), await issue({ scopes: ['models:use'] })];
    const refused = keys.rotate(other.id, { actor: asActor(self, ['agents:read']) });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_SCOPES_NOT_GRANTED', scopes: ['models:use'] });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('M02 is not taken for its owner, so a person with the ID of a key gains nothing', async () => {
    const { keys, issue, host } = service();
    const { key } = await issue();
    host.set(`user.${key.id}`, { active: true, permissions: [] });
    const refused = keys.rotate(key.id, { actor: { kind: 'user', id: key.id } });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_SCOPES_NOT_GRANTED' });
  });
});
