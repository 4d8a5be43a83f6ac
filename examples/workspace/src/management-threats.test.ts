import { describe, expect, it } from 'vitest';
import { callWithToken, signIn } from '../test-support/client.js';
import { runSql } from '../test-support/test-database.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';

const teamPath = '/api/teams/platform/keys';

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

  it('M02 a key cannot manage keys, neither its owner’s nor the team’s', async () => {
    const { url, ada } = await start();
    const own = await ada.issueKey();
    const team = await ada.issueKey({ name: 'team' }, teamPath);
    for (const { token } of [own, team]) {
      for (const path of ['/api/user/keys', teamPath]) {
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
