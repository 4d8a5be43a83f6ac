import { describe, expect, it } from 'vitest';
import { callWithToken, signIn } from '../test-support/client.js';
import { runSql } from '../test-support/test-database.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';

const teamPath = '/api/teams/platform/keys';
const servicePath = '/api/services/deployments/keys';

async function start() {
  const { url, config } = await startTestWorkspace();
  return { url, config, ada: await signIn(url, 'ada'), grace: await signIn(url, 'grace') };
}

describe('threats to the management of keys', () => {
  it.each([
    ['owner', { kind: 'user', id: 'grace' }],
    ['actor', { kind: 'user', id: 'grace' }],
    ['kind', 'team'],
    ['id', '0000000000000000'],
    ['hash', '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$AAAA'],
    ['createdAt', '2001-01-01T00:00:00Z'],
    ['createdBy', { kind: 'user', id: 'grace' }],
  ])('M01 a body with its own %s is refused, and nothing is issued', async (field, value) => {
    const { ada, grace } = await start();
    const answer = await ada.call('/api/user/keys', { method: 'POST', body: { name: 'n', [field]: value } });
    expect(answer).toMatchObject({ status: 422, body: { detail: expect.stringContaining(field) } });
    for (const person of [ada, grace])
      expect((await person.call('/api/user/keys?state=all')).body.keys).toEqual([]);
  });

  it.each([
    ['owner', { kind: 'user', id: 'grace' }],
    ['kind', 'user'],
    ['createdBy', { kind: 'user', id: 'grace' }],
  ])('M01 a body with its own %s is refused for a service account too', async (field, value) => {
    const { ada } = await start();
    const answer = await ada.call(servicePath, { method: 'POST', body: { name: 'n', [field]: value } });
    expect(answer).toMatchObject({ status: 422, body: { detail: expect.stringContaining(field) } });
    expect((await ada.call(`${servicePath}?state=all`)).body.keys).toEqual([]);
    const body = { name: 'n', permissions: [], [field]: value };
    expect((await ada.call('/api/services', { method: 'POST', body })).status).toBe(422);
  });

  it('M02 a key cannot manage keys or service accounts, not even those of its owner', async () => {
    const { url, ada } = await start();
    const own = await ada.issueKey();
    const team = await ada.issueKey({ name: 'team' }, teamPath);
    const service = await ada.issueKey({ name: 'service' }, servicePath);
    for (const { token } of [own, team, service]) {
      const patched = { method: 'PATCH', body: { active: false } };
      expect((await callWithToken(`${url}/api/services/deployments`, token, patched)).status).toBe(403);
      for (const path of ['/api/user/keys', teamPath, servicePath, '/api/services']) {
        expect((await callWithToken(url + path, token)).status).toBe(403);
        expect((await callWithToken(url + path, token, { method: 'POST', body: { name: 'n' } })).status).toBe(
          403,
        );
        expect((await callWithToken(`${url}${path}/${own.id}`, token, { method: 'DELETE' })).status).toBe(
          403,
        );
      }
    }
    expect((await callWithToken(`${url}/api/whoami`, own.token)).status).toBe(200);
  });

  it('M04 only an admin sees the keys of all owners and disables unused ones, and no key does', async () => {
    const { url, config, ada, grace } = await start();
    const { token } = await ada.issueKey({ name: 'of an admin' });
    await grace.issueKey({ name: 'of a member' });
    const listed = await ada.call('/api/admin/keys');
    expect(listed.body.keys.map(({ name }) => name)).toEqual(['of a member', 'of an admin']);
    expect((await ada.call('/api/admin/keys', { headers: { Accept: 'text/csv' } })).text).toContain(
      'of a member',
    );
    const affected = '/api/admin/people/grace/affected-keys';
    expect((await ada.call(affected)).body.keys).toMatchObject([{ name: 'of a member' }]);
    const unusedSince = new Date(Date.now() - 90 * 24 * 60 * 60 * 1_000).toISOString();
    const disable = { method: 'POST', body: { unusedSince, dryRun: true } };
    expect((await ada.call('/api/admin/disable-unused', disable)).status).toBe(200);
    const refused = async () =>
      Promise.all([
        grace.call('/api/admin/keys'),
        grace.call(affected),
        grace.call('/api/admin/disable-unused', disable),
        callWithToken(`${url}/api/admin/keys`, token),
      ]);
    for (const { status, text } of await refused()) {
      expect(status).toBe(403);
      expect(text).not.toContain('of a member');
    }
    await runSql(config.database, "update workspace_people set role = 'member' where id = 'ada'");
    expect((await ada.call('/api/admin/keys')).status).toBe(403);
  });

  it('M03 scopes that the owner does not have are refused by name, and so are wildcards', async () => {
    const { ada, grace } = await start();
    await ada.call('/api/people/grace', { method: 'PATCH', body: { permissions: ['agents:read'] } });
    const issue = (scopes: string[]) =>
      grace.call('/api/user/keys', { method: 'POST', body: { name: 'n', scopes } });
    expect(await issue(['agents:read', 'models:use'])).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('models:use') },
    });
    expect((await issue(['*'])).status).toBe(422);
    expect((await issue(['agents:*'])).status).toBe(422);
    expect((await issue(['agents:read'])).status).toBe(201);
  });

  it('M03 a team key has no more permissions than the Owner who creates it', async () => {
    const { ada } = await start();
    await ada.call('/api/people/ada', { method: 'PATCH', body: { permissions: ['agents:read'] } });
    const issue = (body: object) => ada.call(teamPath, { method: 'POST', body });
    expect((await issue({ name: 'n' })).status).toBe(403);
    expect((await issue({ name: 'n', scopes: ['agents:read'] })).status).toBe(201);
  });

  it('M03 a service account’s key has no more permissions than the account and the admin who creates it', async () => {
    const { ada } = await start();
    await ada.call('/api/people/ada', {
      method: 'PATCH',
      body: { permissions: ['agents:read', 'agents:write'] },
    });
    const issue = (body: object) => ada.call(servicePath, { method: 'POST', body: { name: 'n', ...body } });
    expect((await issue({ scopes: ['agents:write'] })).body.detail).toContain('agents:write');
    expect((await issue({ scopes: ['models:use'] })).body.detail).toContain('models:use');
    expect((await issue({ scopes: ['*'] })).status).toBe(422);
    expect((await issue({ scopes: ['agents:read'] })).status).toBe(201);
  });

  it('M03 a team key has no more permissions than the team, whoever creates it', async () => {
    const { config, ada } = await start();
    await runSql(config.database, "update workspace_teams set permissions = 'agents:read'");
    const answer = await ada.call(teamPath, { method: 'POST', body: { name: 'n', scopes: ['models:use'] } });
    expect(answer).toMatchObject({ status: 403, body: { detail: expect.stringContaining('models:use') } });
  });

  it('M04 a plain member of the team cannot list, create or delete its keys', async () => {
    const { ada, grace } = await start();
    const { id } = await ada.issueKey({ name: 'team' }, teamPath);
    expect((await grace.call(teamPath)).status).toBe(403);
    expect((await grace.call(teamPath, { method: 'POST', body: { name: 'n' } })).status).toBe(403);
    expect((await grace.call(`${teamPath}/${id}`, { method: 'DELETE' })).status).toBe(404);
  });

  it('M04 the Owner of one team cannot find another team or its keys', async () => {
    const { config, ada, grace } = await start();
    const { id } = await ada.issueKey({ name: 'team' }, teamPath);
    await runSql(config.database, "insert into workspace_teams values ('design', 'Design', 'agents:read')");
    await runSql(config.database, "insert into workspace_team_members values ('design', 'grace', 'Owner')");
    expect((await grace.call('/api/teams/design/keys')).status).toBe(200);
    expect((await grace.call(`/api/teams/design/keys/${id}`, { method: 'DELETE' })).status).toBe(404);
    const [hidden, missing] = [
      await ada.call('/api/teams/design/keys'),
      await ada.call('/api/teams/none/keys'),
    ];
    expect([hidden.status, hidden.text]).toEqual([404, missing.text]);
  });

  it('M04 to a member, a service account and its keys are as unknown as those that never existed', async () => {
    const { url, ada, grace } = await start();
    const { id, token } = await ada.issueKey({ name: 'service' }, servicePath);
    const elsewhere = '/api/services/nothing/keys';
    for (const options of [{}, { method: 'POST', body: { name: 'n' } }]) {
      const [hidden, missing] = [
        await grace.call(servicePath, options),
        await grace.call(elsewhere, options),
      ];
      expect([hidden.status, hidden.text]).toEqual([404, missing.text]);
    }
    const changes = [
      [`/${id}`, { method: 'DELETE' }],
      [`/${id}`, { method: 'PATCH', body: { name: 'n' } }],
      [`/${id}/rotate`, { method: 'POST', body: {} }],
      [`/${id}/history`, {}],
      [`/${id}/rotation`, {}],
    ] as const;
    for (const [path, options] of changes) {
      const [hidden, missing] = [
        await grace.call(servicePath + path, options),
        await grace.call(elsewhere + path, options),
      ];
      expect([hidden.status, hidden.text]).toEqual([404, missing.text]);
    }
    for (const path of [
      '/settings/services/deployments/keys',
      `/settings/services/deployments/keys/${id}/delete`,
    ])
      expect((await grace.call(path)).status).toBe(404);
    expect((await grace.call(`/api/user/keys/${id}`, { method: 'DELETE' })).status).toBe(404);
    expect((await ada.call(`/api/user/keys/${id}`, { method: 'DELETE' })).status).toBe(404);
    expect((await callWithToken(`${url}/api/whoami`, token)).status).toBe(200);
  });

  it('M07 a retry of a create for a service account leaves one live key', async () => {
    const { url, ada } = await start();
    const headers = { 'Idempotency-Key': 'f3b1' };
    const issue = () => ada.call(servicePath, { method: 'POST', body: { name: 'n' }, headers });
    const [first, second] = [await issue(), await issue()];
    expect((await callWithToken(`${url}/api/whoami`, first.body.token)).status).toBe(401);
    expect((await callWithToken(`${url}/api/whoami`, second.body.token)).status).toBe(200);
    expect((await ada.call(servicePath)).body.keys).toMatchObject([{ id: second.body.key.id }]);
  });

  it('M09 the pages say that a key belongs to a service account', async () => {
    const { ada } = await start();
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const page = '/settings/services/deployments/keys';
    const issued = await ada.call(page, { method: 'POST', body: 'name=CI', headers });
    const { body } = await ada.call(servicePath);
    const deleting = await ada.call(`${page}/${body.keys[0]?.id}/delete`);
    for (const { text } of [issued, deleting])
      expect(text.slice(text.indexOf('<main'))).toMatch(
        /(Acts as |<dd>)[^<]*Deployments[^<]*\(Service account\)/,
      );
  });

  it('M10 a service account’s key does not outgrow the admin who creates it', async () => {
    const { url, ada } = await start();
    const { token } = await ada.issueKey({ name: 'n' }, servicePath);
    const body = { permissions: ['agents:read', 'models:use', 'agents:write'] };
    await ada.call('/api/services/deployments', { method: 'PATCH', body });
    const { permissions } = (await callWithToken(`${url}/api/whoami`, token)).body;
    expect(permissions).toEqual(['agents:read', 'models:use']);
  });

  it('M04 the ID of another owner’s key is as unknown as one that never existed, and the key stays live', async () => {
    const { url, ada, grace } = await start();
    const own = await ada.issueKey();
    const team = await ada.issueKey({ name: 'team' }, teamPath);
    const unknown = await grace.call('/api/user/keys/0000000000000000', { method: 'DELETE' });
    for (const { id, token } of [own, team]) {
      const answer = await grace.call(`/api/user/keys/${id}`, { method: 'DELETE' });
      expect([answer.status, answer.text]).toEqual([unknown.status, unknown.text]);
      expect((await callWithToken(`${url}/api/whoami`, token)).status).toBe(200);
    }
    expect((await ada.call(`/api/user/keys/${team.id}`, { method: 'DELETE' })).status).toBe(404);
    expect((await ada.call(`${teamPath}/${own.id}`, { method: 'DELETE' })).status).toBe(404);
  });

  it('M06 names with invisible or rearranging characters are refused, and markup is plain text', async () => {
    const { ada } = await start();
    const issue = (name: string) => ada.call('/api/user/keys', { method: 'POST', body: { name } });
    for (const name of ['', '   ', 'x'.repeat(300), 'a\u0000b', 'a\u202Eb', '\uD800']) {
      expect((await issue(name)).status).toBe(422);
    }
    const markup = '<script>alert(1)</script> & "👩‍👩‍👧"';
    const issued = await issue(`  ${markup} `);
    expect(issued.body.key.name).toBe(markup);
    expect(issued.headers.get('Content-Type')).toContain('application/json');
    expect((await ada.call('/api/user/keys')).body.keys[0]?.name).toBe(markup);
  });
});
