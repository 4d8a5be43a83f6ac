import { describe, expect, it } from 'vitest';
import { type Answer, callWithToken, type Session, signIn } from '../test-support/client.js';
import { engines, runSql } from '../test-support/test-database.js';
import { startTestWorkspace, type TestWorkspace } from '../test-support/test-workspace.js';

const path = '/api/services';
const page = '/settings/services';

async function start(options: Parameters<typeof startTestWorkspace>[0] = {}) {
  const started = await startTestWorkspace(options);
  return { ...started, ada: await signIn(started.url, 'ada'), grace: await signIn(started.url, 'grace') };
}

/** Sends the form of the page, and returns what the browser shows then. */
function add(session: Session, name: string, permissions: readonly string[] = ['agents:read']) {
  const fields = new URLSearchParams({ name });
  for (const permission of permissions) fields.append('permissions', permission);
  return sendForm(session, page, fields.toString());
}

function sendForm(session: Session, to: string, body = ''): Promise<Answer> {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  return session.call(to, { method: 'POST', body, headers });
}

/** The ID of an account, by its name. */
async function idOf({ config }: Pick<TestWorkspace, 'config'>, name: string): Promise<string> {
  const rows = await runSql(
    config.database,
    `select id from workspace_service_accounts where name = '${name}'`,
  );
  return (rows as readonly { readonly id: string }[])[0]?.id ?? 'missing';
}

const whoami = (url: string, token: string) => callWithToken(`${url}/api/whoami`, token);

describe.each(engines)('service accounts on %s', (engine) => {
  it('an admin adds one, gets keys for it on its page, by the API and from the agent, and deactivates it', async () => {
    const workspace = await start({ engine });
    const { url, ada } = workspace;
    expect((await add(ada, 'Nightly build', ['agents:read', 'models:use'])).text).toContain('Nightly build');
    const id = await idOf(workspace, 'Nightly build');
    const keysPage = `/settings/services/${id}/keys`;

    const onPage = await sendForm(ada, keysPage, 'name=From+the+page');
    const byApi = await ada.issueKey({ name: 'From the API' }, `${path}/${id}/keys`);
    const asked = 'Create an API key called "From the agent" for the service account "Nightly build"';
    const offered = await sendForm(ada, '/agent', new URLSearchParams({ text: asked }).toString());
    const [, claim = ''] = /action="(\/settings\/offers\/\w+\/claim)"/.exec(offered.text) ?? [];
    const byAgent = await sendForm(ada, claim);
    const tokens = [tokenIn(onPage), byApi.token, tokenIn(byAgent)];
    for (const token of tokens) {
      expect(token).toMatch(/^service\./);
      expect((await whoami(url, token)).body).toMatchObject({
        owner: { kind: 'service', id },
        permissions: ['agents:read', 'models:use'],
      });
    }
    const { text } = await ada.call(keysPage);
    for (const name of ['From the page', 'From the API', 'From the agent']) expect(text).toContain(name);

    await sendForm(ada, `${page}/${id}/deactivate`);
    for (const token of tokens) expect((await whoami(url, token)).status).toBe(401);
    await sendForm(ada, `${page}/${id}/activate`);
    for (const token of tokens) expect((await whoami(url, token)).status).toBe(200);
    expect((await ada.call(`${path}/${id}/keys/${byApi.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await whoami(url, byApi.token)).status).toBe(401);
  });

  it('programs list, add and change them', async () => {
    const { ada } = await start({ engine });
    const body = { name: ' Nightly build ', permissions: ['models:use', 'models:use'] };
    const added = await ada.call(path, { method: 'POST', body });
    expect(added).toMatchObject({ status: 201, body: { account: { name: 'Nightly build', active: true } } });
    const { account } = added.body;
    expect(account).toMatchObject({ permissions: ['models:use'], createdBy: 'ada' });
    const change = { active: false, permissions: [] };
    const changed = await ada.call(`${path}/${account.id}`, { method: 'PATCH', body: change });
    expect(changed.body.account).toEqual({ ...account, ...change });
    const unchanged = await ada.call(`${path}/${account.id}`, { method: 'PATCH', body: {} });
    expect(unchanged.body.account).toEqual({ ...account, ...change });
    expect((await ada.call(path)).body.accounts).toMatchObject([{ id: 'deployments' }, { id: account.id }]);
  });

  it('two accounts cannot have the same name, even if they are added at the same time', async () => {
    const { ada } = await start({ engine });
    const body = { name: 'Twice', permissions: [] };
    const answers = await Promise.all([1, 2, 3].map(() => ada.call(path, { method: 'POST', body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it('F13 there are at most 100, even if they are added at the same time', async () => {
    const { ada, config } = await start({ engine });
    const values = Array.from({ length: 98 }, (_, n) => `('s${n}', 's${n}', 1, '', 'ada', '2026-01-01')`);
    await runSql(config.database, `insert into workspace_service_accounts values ${values.join(',')}`);
    const added = ['a', 'b', 'c'].map((name) =>
      ada.call(path, { method: 'POST', body: { name, permissions: [] } }),
    );
    expect((await Promise.all(added)).map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect((await add(ada, 'One more')).text).toContain('There are already 100 service accounts');
  });
});

describe('the keys of a service account', () => {
  it('use the models and see the agents of the organisation, as far as its permissions go', async () => {
    const { url, ada } = await start();
    const { token } = await ada.issueKey(undefined, `${path}/deployments/keys`);
    const agents = await callWithToken(`${url}/api/agents`, token);
    expect(agents.body.agents.map(({ id }) => id)).toEqual(['researcher', 'translator']);
    const body = { model: 'auto', max_tokens: 9, messages: [{ role: 'user', content: 'Hello' }] };
    const message = { method: 'POST', body };
    expect((await callWithToken(`${url}/api/anthropic/v1/messages`, token, message)).status).toBe(200);
    const written = await callWithToken(`${url}/api/agents`, token, { method: 'POST', body: { name: 'n' } });
    expect(written).toMatchObject({ status: 403, body: { error: expect.stringContaining('agents:write') } });
  });

  it('see no agents of a person with the same ID, and create agents of no team', async () => {
    const { url, ada, config } = await start();
    const account = "('ada', 'Ada', 1, 'agents:read agents:write', 'ada', '2026-01-01')";
    await runSql(config.database, `insert into workspace_service_accounts values ${account}`);
    const { token } = await ada.issueKey(undefined, `${path}/ada/keys`);
    const listed = await callWithToken(`${url}/api/agents`, token);
    expect(listed.body.agents.map(({ id }) => id)).not.toContain('deployer');
    const create = (body: object) => callWithToken(`${url}/api/agents`, token, { method: 'POST', body });
    expect((await create({ name: 'n', team: 'platform' })).status).toBe(404);
    expect((await create({ name: 'n' })).body.agent.team).toBeNull();
  });

  it('cannot submit work to an intake, which accepts only keys of people and teams', async () => {
    const { url, ada } = await start();
    await ada.call(`${path}/deployments`, { method: 'PATCH', body: { permissions: ['intake:submit'] } });
    const { token } = await ada.issueKey(undefined, `${path}/deployments/keys`);
    const sent = await callWithToken(`${url}/v1/intake/support`, token, {
      method: 'POST',
      body: { text: 'x' },
    });
    expect(sent).toMatchObject({ status: 403, body: { error: expect.stringContaining('user, team') } });
  });

  it('P04 are in no response but the one that issued them, which no cache may store', async () => {
    const { url, ada, log } = await start();
    const keys = `${path}/deployments/keys`;
    const issued = await ada.call(keys, { method: 'POST', body: { name: 'n' } });
    const { token, key } = issued.body;
    expect(issued.headers.get('Cache-Control')).toBe('no-store');
    const others = [
      await ada.call(keys),
      await ada.call(`${keys}/${key.id}/history`),
      await ada.call(path),
      await ada.call(page),
      await ada.call('/settings/services/deployments/keys'),
      await callWithToken(`${url}/api/agents`, token),
      await callWithToken(`${url}${path}?key=${token}`, token),
    ];
    for (const { text, headers } of others)
      expect(text + JSON.stringify([...headers])).not.toContain(token.slice(-30));
    expect(log.join('\n')).not.toContain(token.slice(-30));
  });

  it('live for 90 days, or for as long as is asked for, at most a year', async () => {
    const { ada } = await start();
    const issue = (body: object) =>
      ada.call(`${path}/deployments/keys`, { method: 'POST', body: { name: 'n', ...body } });
    const daysFromNow = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1_000).toISOString();
    const { key } = (await issue({})).body;
    expect(key.expiresAt?.slice(0, 10)).toBe(daysFromNow(90).slice(0, 10));
    expect((await issue({ expiresAt: daysFromNow(364) })).status).toBe(201);
    for (const expiresAt of [daysFromNow(366), null])
      expect(await issue({ expiresAt })).toMatchObject({ status: 422, body: { code: 'invalid_expiry' } });
  });

  it('are 25 at most', async () => {
    const { ada } = await start();
    const keys = `${path}/deployments/keys`;
    const { id } = await ada.issueKey(undefined, keys);
    for (let count = 1; count < 25; count += 1) await ada.issueKey(undefined, keys);
    const oneMore = () => ada.call(keys, { method: 'POST', body: { name: 'n' } });
    expect(await oneMore()).toMatchObject({ status: 409, body: { code: 'too_many_keys', limit: 25 } });
    await ada.call(`${keys}/${id}`, { method: 'DELETE' });
    expect((await oneMore()).status).toBe(201);
  });

  it('cannot be created while it is deactivated, and can still be listed and deleted', async () => {
    const { ada } = await start();
    const keys = `${path}/deployments/keys`;
    const { id } = await ada.issueKey(undefined, keys);
    await ada.call(`${path}/deployments`, { method: 'PATCH', body: { active: false } });
    expect((await ada.call(keys, { method: 'POST', body: { name: 'n' } })).status).toBe(403);
    expect((await ada.call('/settings/services/deployments/keys')).text).toContain('is deactivated');
    expect((await ada.call(keys)).body.keys).toHaveLength(1);
    expect((await ada.call(`${keys}/${id}`, { method: 'DELETE' })).status).toBe(204);
  });
});

describe('the page of the service accounts', () => {
  it('is for signed-in admins: for members it does not exist, and no link leads there', async () => {
    const { url, ada, grace } = await start();
    const signedOut = await fetch(url + page, { redirect: 'manual' });
    expect(signedOut.headers.get('Location')).toBe('/sign-in?to=%2Fsettings%2Fservices');
    expect((await ada.call('/settings/user/keys')).text).toContain(`href="${page}"`);
    expect((await grace.call('/settings/user/keys')).text).not.toContain('services');
    const hidden = [
      await grace.call(page),
      await add(grace, 'Nightly build'),
      await sendForm(grace, `${page}/deployments/deactivate`),
      await sendForm(ada, `${page}/nothing/deactivate`),
    ];
    expect(hidden.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    const { text } = await ada.call(page);
    expect(text).toContain('Actions for Deployments');
    expect(text).not.toContain('Nightly build');
  });

  it('says what is wrong with a form, and keeps what was filled in', async () => {
    const { ada } = await start();
    const nothing = await add(ada, 'Nightly build', []);
    expect(nothing).toMatchObject({
      status: 422,
      text: expect.stringContaining('Choose what the account may do.'),
    });
    expect(nothing.text).toContain('value="Nightly build"');
    const taken = await add(ada, 'Deployments', ['models:use', 'everything']);
    expect(taken).toMatchObject({ status: 422, text: expect.stringContaining('Choose a different one') });
    expect(taken.text).toContain('value="models:use" checked');
    for (const [name, said] of [
      ['', 'Enter a name.'],
      ['x'.repeat(101), 'Names can be up to 100 characters. This one has 101.'],
      ['a\0b', 'A name can’t contain line breaks'],
      ['\u202Ereversed', 'A name can’t contain line breaks'],
    ] as const)
      expect((await add(ada, name)).text).toContain(said);
  });

  it('M06 shows a name with markup as text', async () => {
    const { ada } = await start();
    const { text } = await add(ada, '<img src=x onerror=alert(1)> & "so on"');
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;so on&quot;');
    expect(text).not.toContain('<img');
  });

  it('M06 refuses a name that is invisible, or that looks like the name of another account', async () => {
    const { ada } = await start();
    const refused = [
      ...['\u200B', '\u2800', 'Deploy\u200Bments', 'Deployments\u{E0041}', 'deployments', ' DEPLOYMENTS '],
      ...['\u0301'.repeat(300), 'a'.padEnd(801)],
    ];
    for (const name of refused) {
      expect((await add(ada, name)).status).toBe(422);
      const byApi = await ada.call(path, { method: 'POST', body: { name, permissions: [] } });
      expect([422, 409]).toContain(byApi.status);
    }
    const decomposed = await ada.call(path, {
      method: 'POST',
      body: { name: 'Cafe\u0301', permissions: [] },
    });
    expect(decomposed.body.account.name).toBe('Caf\u00e9');
    expect((await add(ada, 'CAF\u00c9')).text).toContain('Choose a different one');
    expect((await ada.call(page)).text.match(/Actions for /g)).toHaveLength(2);
  });

  it('P09 neither stores nor repeats a name that contains a token', async () => {
    const { ada, config } = await start();
    const { token } = await ada.issueKey(undefined, `${path}/deployments/keys`);
    for (const name of [token, `for ${token}`, token.slice(8), token.slice(-42)]) {
      const answer = await add(ada, name);
      expect(answer.text).toContain('looks like an API key');
      expect(answer.text).not.toContain(token.slice(-30));
      const body = { name, permissions: [] };
      const byApi = await ada.call(path, { method: 'POST', body });
      expect([byApi.status, byApi.text.includes(token.slice(-30))]).toEqual([422, false]);
    }
    const stored = JSON.stringify(await runSql(config.database, 'select * from workspace_service_accounts'));
    expect(stored).not.toContain(token.slice(-30));
  });
});

function tokenIn({ text }: Answer): string {
  return /id="token"[^>]*>([^<]+)</.exec(text)?.[1] ?? '';
}
