import { describe, expect, it } from 'vitest';
import { call, callWithToken, signIn } from '../test-support/client.js';
import { engines, runSql } from '../test-support/test-database.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';

/** The status of the next request with a token. */
async function statusOf(url: string, token: string, path = '/api/agents'): Promise<number> {
  return (await callWithToken(url + path, token)).status;
}

describe.each(engines)('keys follow their owners on %s', (engine) => {
  it('S07 a removed permission is missing from the next request on, until it is granted again', async () => {
    const { url } = await startTestWorkspace({ engine });
    const ada = await signIn(url, 'ada');
    const { token } = await (await signIn(url, 'grace')).issueKey();
    expect(await statusOf(url, token)).toBe(200);

    const body = { permissions: ['models:use'] };
    expect((await ada.call('/api/people/grace', { method: 'PATCH', body })).body.person.permissions).toEqual([
      'models:use',
    ]);
    expect(await statusOf(url, token)).toBe(403);

    await ada.call('/api/people/grace', { method: 'PATCH', body: { permissions: ['agents:read'] } });
    expect(await statusOf(url, token)).toBe(200);
  });

  it('S07 the keys and sessions of a deactivated person stop with the next request', async () => {
    const { url } = await startTestWorkspace({ engine });
    const ada = await signIn(url, 'ada');
    const grace = await signIn(url, 'grace');
    const { token } = await grace.issueKey();

    await ada.call('/api/people/grace', { method: 'PATCH', body: { active: false } });
    expect(await statusOf(url, token)).toBe(401);
    expect((await grace.call('/api/user/keys')).status).toBe(401);

    await ada.call('/api/people/grace', { method: 'PATCH', body: { active: true } });
    expect(await statusOf(url, token)).toBe(200);
    expect((await grace.call('/api/user/keys')).status).toBe(401);
  });

  it('S08 keys of a team or a service account keep working after the person who created them is deactivated', async () => {
    const { url } = await startTestWorkspace({ engine });
    const ada = await signIn(url, 'ada');
    const own = await ada.issueKey();
    const team = await ada.issueKey({ name: 'Deploys' }, '/api/teams/platform/keys');
    const service = await ada.issueKey({ name: 'Deploys' }, '/api/services/deployments/keys');

    await ada.call('/api/people/ada', { method: 'PATCH', body: { active: false } });
    expect(await statusOf(url, own.token)).toBe(401);
    expect(await statusOf(url, team.token)).toBe(200);
    expect(await statusOf(url, service.token)).toBe(200);
  });

  it('S07 the keys of a service account stop with the next request, and come back with it', async () => {
    const { url } = await startTestWorkspace({ engine });
    const ada = await signIn(url, 'ada');
    const path = '/api/services/deployments';
    const { token } = await ada.issueKey({ name: 'Deploys' }, `${path}/keys`);
    const change = (body: object) => ada.call(path, { method: 'PATCH', body });
    expect(await statusOf(url, token)).toBe(200);

    await change({ active: false });
    expect(await statusOf(url, token)).toBe(401);
    await change({ active: true });
    expect(await statusOf(url, token)).toBe(200);
    await change({ permissions: ['models:use'] });
    expect(await statusOf(url, token)).toBe(403);
  });

  it('S07 an admin who is demoted or deactivated manages no service account from the next request on', async () => {
    const { url, config } = await startTestWorkspace({ engine });
    const ada = await signIn(url, 'ada');
    const path = '/api/services/deployments/keys';
    const { token } = await ada.issueKey({ name: 'Deploys' }, path);
    await runSql(config.database, "update workspace_people set role = 'member' where id = 'ada'");
    expect((await ada.call(path)).status).toBe(404);
    expect((await ada.call('/api/services')).status).toBe(403);
    expect(await statusOf(url, token)).toBe(200);
  });

  it.each(['free', 'team'])(
    'team keys stop with the plan %s, stay listable and revocable, and come back',
    async (plan) => {
      const { url } = await startTestWorkspace({ engine });
      const ada = await signIn(url, 'ada');
      const path = '/api/teams/platform/keys';
      const [first, second] = [
        await ada.issueKey({ name: 'one' }, path),
        await ada.issueKey({ name: 'two' }, path),
      ];

      await ada.call('/api/organisation', { method: 'PATCH', body: { plan } });
      expect(await statusOf(url, first.token)).toBe(401);
      expect((await ada.call(path)).body.keys).toHaveLength(2);
      expect((await ada.call(`${path}/${second.id}`, { method: 'DELETE' })).status).toBe(204);
      const refused = await ada.call(path, { method: 'POST', body: { name: 'three' } });
      expect(refused).toMatchObject({
        status: 403,
        body: { detail: expect.stringContaining(`the plan ${plan}`) },
      });

      await ada.call('/api/organisation', { method: 'PATCH', body: { plan: 'enterprise' } });
      expect(await statusOf(url, first.token)).toBe(200);
      expect(await statusOf(url, second.token)).toBe(401);
    },
  );

  it('only admins of the organisation can change people, service accounts and the plan', async () => {
    const { url } = await startTestWorkspace({ engine });
    const grace = await signIn(url, 'grace');
    for (const [path, body] of [
      ['/api/people/grace', { active: true }],
      ['/api/services/deployments', { active: true }],
      ['/api/services/nothing', { active: true }],
      ['/api/organisation', { plan: 'free' }],
    ] as const) {
      expect((await grace.call(path, { method: 'PATCH', body })).status).toBe(403);
      expect((await call(url + path, { method: 'PATCH', body })).status).toBe(401);
    }
  });

  it('an invalid change is refused with a message that says what is valid', async () => {
    const { url } = await startTestWorkspace({ engine });
    const ada = await signIn(url, 'ada');
    const patch = (path: string, body: object) => ada.call(path, { method: 'PATCH', body });
    for (const path of ['/api/people/nobody', '/api/services/nothing'])
      expect((await patch(path, { active: true })).status).toBe(404);
    expect((await patch('/api/services/deployments', { active: 1 })).status).toBe(422);
    expect((await patch('/api/services/deployments', { name: 'Other' })).status).toBe(422);
    expect((await patch('/api/people/grace', { active: 'yes' })).status).toBe(422);
    expect((await patch('/api/people/grace', { permissions: ['agents:*'] })).status).toBe(422);
    expect((await patch('/api/people/grace', { role: 'admin' })).status).toBe(422);
    expect((await patch('/api/organisation', { plan: 'gold' })).body.error).toContain('business');
  });
});
