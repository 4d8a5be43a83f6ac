import { describe, expect, it } from 'vitest';
import { callWithToken, signIn } from '../test-support/client.js';
import { type Engine, engines } from '../test-support/test-database.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';

async function start(engine: Engine) {
  const { url } = await startTestWorkspace({ engine });
  const ada = await signIn(url, 'ada');
  const user = await ada.issueKey();
  const team = await ada.issueKey({ name: 'team' }, '/api/teams/platform/keys');
  return { agents: `${url}/api/agents`, ada, userToken: user.token, teamToken: team.token };
}

async function idsOf(url: string, token: string): Promise<readonly string[]> {
  return (await callWithToken(url, token)).body.agents.map(({ id }: { id: string }) => id);
}

describe.each(engines)('agents on %s', (engine) => {
  it('a person’s key sees the agents of the organisation and of its teams, a team’s key only its team’s', async () => {
    const { agents, userToken, teamToken } = await start(engine);
    expect(await idsOf(agents, userToken)).toEqual(expect.arrayContaining(['researcher', 'deployer']));
    expect(await idsOf(agents, teamToken)).toEqual(['deployer']);
  });

  it('a team’s key creates agents of the team, a person’s key agents of the organisation', async () => {
    const { agents, userToken, teamToken } = await start(engine);
    const create = async (token: string, body: object) =>
      (await callWithToken(agents, token, { method: 'POST', body })).body.agent;
    const teams = await create(teamToken, { name: 'Reviewer' });
    const organisations = await create(userToken, { name: 'Writer' });
    const given = await create(userToken, { name: 'Helper', team: 'platform' });
    expect([teams.team, organisations.team, given.team]).toEqual(['platform', null, 'platform']);
    expect(await idsOf(agents, teamToken)).toEqual(expect.arrayContaining([teams.id, given.id]));
    expect(await idsOf(agents, teamToken)).not.toContain(organisations.id);
  });

  it('an agent for a team that the key’s owner is not in, or with unknown fields, is refused', async () => {
    const { agents, userToken, teamToken } = await start(engine);
    for (const token of [userToken, teamToken]) {
      const post = (body: object) => callWithToken(agents, token, { method: 'POST', body });
      expect((await post({ name: 'n', team: 'elsewhere' })).status).toBe(404);
      expect((await post({ name: 'n', owner: 'grace' })).status).toBe(422);
      expect((await post({})).status).toBe(422);
    }
  });

  it('P09 an agent’s name cannot contain a token or a part of one', async () => {
    const { agents, userToken } = await start(engine);
    for (const name of [userToken, `for ${userToken}`, userToken.slice(5), userToken.slice(-42)]) {
      const refused = await callWithToken(agents, userToken, { method: 'POST', body: { name } });
      expect([refused.status, refused.body.error]).toEqual([
        422,
        'name must not contain an API key or a part of one',
      ]);
    }
    const { text } = await callWithToken(agents, userToken);
    expect(text).not.toContain(userToken.slice(-42));
  });

  it('reading agents needs one permission, and creating them another', async () => {
    const { agents, ada } = await start(engine);
    const { token } = await ada.issueKey({ name: 'n', scopes: ['agents:read'] });
    expect((await callWithToken(agents, token)).status).toBe(200);
    const refused = await callWithToken(agents, token, { method: 'POST', body: { name: 'n' } });
    expect(refused).toMatchObject({ status: 403, body: { error: expect.stringContaining('agents:write') } });
    expect(refused.headers.get('WWW-Authenticate')).toContain('scope="agents:write"');
  });
});
