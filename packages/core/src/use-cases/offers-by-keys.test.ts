import { describe, expect, it } from 'vitest';
import { ada, allowAll, grace, platform, service } from '../../test-support/service.js';
import { type Actor, type KeyPolicy, type KeyPolicyRequest, keyActor } from '../index.js';

/** A service, and an agent that works with a key of Ada's that may only read agents. */
async function withAgent(policy: KeyPolicy = allowAll) {
  const given = service({ policy });
  const { token, key } = await given.issue({ name: 'Agent', scopes: ['agents:read'] });
  const verified = await given.keys.verify(token);
  if (!verified.ok) throw new Error('the key of the agent is refused');
  const agent: Actor = keyActor(verified.principal);
  return { ...given, agent, agentKey: key };
}

const wide = { name: 'Deploy', scopes: ['agents:write', 'models:use'] } as const;

describe('an offer by a key', () => {
  it('M03 may ask for more than the key may do, and the person who claims it gets that', async () => {
    const { keys, agent } = await withAgent();
    const { id } = await keys.offer({ owner: ada, actor: agent, ...wide });
    const { token } = await keys.claim(id, { actor: ada });
    expect(await keys.verify(token)).toMatchObject({
      ok: true,
      principal: { permissions: ['agents:write', 'models:use'] },
    });
  });

  it('M03 may not ask for more than the owner may do', async () => {
    const { keys, agent } = await withAgent();
    await expect(keys.offer({ owner: grace, actor: agent, ...wide })).rejects.toMatchObject({
      code: 'ERR_SCOPES_NOT_GRANTED',
      scopes: ['agents:write', 'models:use'],
    });
  });

  it('M03 cannot be claimed by a person who may do less than it asks for', async () => {
    const { keys, agent } = await withAgent();
    const { id } = await keys.offer({ owner: platform, actor: agent, ...wide });
    await expect(keys.claim(id, { actor: grace })).rejects.toMatchObject({
      code: 'ERR_SCOPES_NOT_GRANTED',
      scopes: ['agents:write', 'models:use'],
    });
    expect(await keys.claim(id, { actor: ada })).toMatchObject({ key: { scopes: wide.scopes } });
  });

  it('M03 is bounded by what the person may do when they claim it', async () => {
    const { keys, agent, host } = await withAgent();
    const { id } = await keys.offer({ owner: platform, actor: agent, ...wide });
    host.set('user.ada', { active: true, permissions: ['models:use'] });
    await expect(keys.claim(id, { actor: ada })).rejects.toMatchObject({ scopes: ['agents:write'] });
  });

  it('M10 is not narrowed only if the key is a person’s own; otherwise its scopes are written out', async () => {
    const { keys, agent, host } = await withAgent();
    host.set('team.platform', { active: true, permissions: ['agents:read'] });
    const own = await keys.offer({ owner: ada, actor: agent, name: 'Own' });
    const ofTeam = await keys.offer({ owner: platform, actor: agent, name: 'Team' });
    host.set('team.platform', { active: true, permissions: ['agents:read', 'models:use'] });
    expect([own.scopes, ofTeam.scopes]).toEqual([null, ['agents:read']]);
    expect(await keys.claim(ofTeam.id, { actor: ada })).toMatchObject({ key: { scopes: ['agents:read'] } });
  });

  it('M03 leaves the ceiling of a key that issues as it was', async () => {
    const { keys, agent } = await withAgent();
    await expect(keys.issue({ owner: ada, actor: agent, ...wide })).rejects.toMatchObject({
      code: 'ERR_SCOPES_NOT_GRANTED',
    });
  });
});

describe('an offer by a key to rotate another', () => {
  it.each([
    ['with scopes of its own', wide.scopes],
    ['that is not narrowed', null],
  ])('may be about a key %s, and keeps what that key may do', async (_which, scopes) => {
    const { keys, agent, issue } = await withAgent();
    const { key } = await issue({ scopes });
    const { id } = await keys.offerRotation(key.id, { actor: agent });
    expect(await keys.claim(id, { actor: ada })).toMatchObject({ key: { scopes }, previous: { id: key.id } });
  });

  it('M10 writes out the scopes of a team’s key that is not narrowed', async () => {
    const { keys, agent, issue, host } = await withAgent();
    host.set('team.platform', { active: true, permissions: ['agents:read'] });
    const { key } = await issue({ owner: platform, actor: { kind: 'system', id: 'job' } });
    expect(await keys.offerRotation(key.id, { actor: agent })).toMatchObject({ scopes: ['agents:read'] });
  });

  it('M03 cannot be claimed by a person who may do less than the old key', async () => {
    const { keys, agent, issue } = await withAgent();
    const { key } = await issue({ owner: platform, scopes: wide.scopes });
    const { id } = await keys.offerRotation(key.id, { actor: agent });
    await expect(keys.claim(id, { actor: grace })).rejects.toMatchObject({ code: 'ERR_SCOPES_NOT_GRANTED' });
  });

  it('M03 lets the key itself rotate no more than before', async () => {
    const { keys, agent, issue } = await withAgent();
    const { key } = await issue({ scopes: wide.scopes });
    await expect(keys.rotate(key.id, { actor: agent })).rejects.toMatchObject({
      code: 'ERR_SCOPES_NOT_GRANTED',
    });
  });
});

describe('the policy, when an offer is claimed', () => {
  it('is asked with the offer whether this person may issue or rotate', async () => {
    const asked: KeyPolicyRequest[] = [];
    const policy: KeyPolicy = {
      decide(request) {
        asked.push(request);
        return { ok: true };
      },
    };
    const { keys, agent, agentKey } = await withAgent(policy);
    const created = await keys.offer({ owner: ada, actor: agent, ...wide });
    const rotated = await keys.offerRotation(agentKey.id, { actor: agent });
    asked.length = 0;
    for (const { id } of [created, rotated]) await keys.claim(id, { actor: ada });
    for (const [action, { id }] of [['issue', created] as const, ['rotate', rotated] as const])
      expect(asked.filter((request) => request.action === action)).toEqual(
        Array(2).fill(
          expect.objectContaining({ actor: ada, owner: ada, offer: expect.objectContaining({ id }) }),
        ),
      );
  });
});
