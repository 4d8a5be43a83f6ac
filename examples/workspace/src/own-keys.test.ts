import { describe, expect, it } from 'vitest';
import { call, callWithToken, signIn } from '../test-support/client.js';
import { type Engine, engines } from '../test-support/test-database.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';

async function startWithAda(engine: Engine) {
  const { url, log } = await startTestWorkspace({ engine });
  return { url, log, ada: await signIn(url, 'ada') };
}

describe.each(engines)('a person’s own keys on %s', (engine) => {
  it('P04 only the response that issued a token contains it, and no cache may store that', async () => {
    const { url, ada, log } = await startWithAda(engine);
    const issued = await ada.call('/api/user/keys', { method: 'POST', body: { name: 'CI Pipeline' } });
    const { token, key } = issued.body;
    expect(issued.headers.get('Cache-Control')).toBe('no-store');

    const others = [
      await ada.call('/api/user/keys?state=all'),
      await callWithToken(`${url}/api/whoami`, token),
      await callWithToken(`${url}/api/agents`, token),
      await callWithToken(`${url}/api/nowhere?token=${token}`, token),
      await ada.call(`/api/user/keys/${key.id}`, { method: 'DELETE' }),
      await callWithToken(`${url}/api/agents?key=${token}`, token),
    ];
    const secret = token.slice(-49);
    for (const { text, headers } of others) expect(text + JSON.stringify([...headers])).not.toContain(secret);
    expect(log.join('\n')).not.toContain(secret);
  });

  it('live keys are listed newest first, with everything that may be shown', async () => {
    const { ada } = await startWithAda(engine);
    const first = await ada.issueKey({ name: 'first', expiresAt: '2099-12-31T00:00:00Z' });
    const second = await ada.issueKey({ name: 'second', scopes: ['agents:read'] });
    const gone = await ada.issueKey({ name: 'gone' });
    await ada.call(`/api/user/keys/${gone.id}`, { method: 'DELETE' });

    const { body } = await ada.call('/api/user/keys');
    expect(body.nextCursor).toBeNull();
    expect(body.keys.map(({ id }: { id: string }) => id)).toEqual([second.id, first.id]);
    expect(body.keys[0]).toEqual({
      id: second.id,
      display: `user.${second.id.slice(0, 8)}…`,
      name: 'second',
      scopes: ['agents:read'],
      state: 'live',
      createdAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/),
      createdBy: { kind: 'user', id: 'ada' },
      owner: { kind: 'user', id: 'ada' },
      lastUsedAt: null,
      expiresAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/),
      rotatedAt: null,
      successorId: null,
      disabledAt: null,
      disabledBy: null,
      revokedAt: null,
      reason: null,
      version: expect.any(String),
    });
    // The default of the workspace.
    const inDays = (Date.parse(body.keys[0]?.expiresAt ?? '') - Date.now()) / (24 * 60 * 60 * 1_000);
    expect(inDays).toBeCloseTo(90, 2);
    expect(body.keys[1]?.expiresAt).toBe('2099-12-31T00:00:00.000Z');
  });

  it('keys are listed in pages, in the requested state', async () => {
    const { ada } = await startWithAda(engine);
    for (const name of ['1', '2', '3']) await ada.issueKey({ name });
    const { id } = await ada.issueKey({ name: 'gone' });
    await ada.call(`/api/user/keys/${id}`, { method: 'DELETE' });

    const first = await ada.call('/api/user/keys?limit=2');
    const second = await ada.call(`/api/user/keys?limit=2&cursor=${first.body.nextCursor}`);
    const names = [...first.body.keys, ...second.body.keys].map(({ name }) => name);
    expect(names).toEqual(['3', '2', '1']);
    expect((await ada.call('/api/user/keys?state=revoked')).body.keys).toMatchObject([
      { id, state: 'revoked' },
    ]);
    expect((await ada.call('/api/user/keys?state=all')).body.keys).toHaveLength(4);
    for (const query of ['state=dead', 'limit=0', 'limit=x', 'cursor=x']) {
      expect((await ada.call(`/api/user/keys?${query}`)).status).toBe(422);
    }
  });

  it('deleting a key can be repeated', async () => {
    const { ada } = await startWithAda(engine);
    const { id } = await ada.issueKey();
    expect((await ada.call(`/api/user/keys/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await ada.call(`/api/user/keys/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await ada.call('/api/user/keys/0000000000000000', { method: 'DELETE' })).status).toBe(404);
    expect((await ada.call('/api/user/keys/x', { method: 'DELETE' })).status).toBe(404);
  });

  it.each([
    ['no name', {}],
    ['a name that is not a text', { name: 7 }],
    ['scopes that are not a list', { name: 'n', scopes: 'agents:read' }],
    ['a scope that is not declared', { name: 'n', scopes: ['agents:admin'] }],
    ['an expiry that is not an instant', { name: 'n', expiresAt: 'tomorrow' }],
    ['an expiry without an offset', { name: 'n', expiresAt: '2099-01-01T00:00:00' }],
    ['an expiry on a day that does not exist', { name: 'n', expiresAt: '2099-02-30' }],
    ['an expiry that has passed', { name: 'n', expiresAt: '2001-01-01T00:00:00Z' }],
  ])('a key cannot be created with %s, and the response says what to do', async (_what, body) => {
    const { ada } = await startWithAda(engine);
    const answer = await ada.call('/api/user/keys', { method: 'POST', body });
    expect(answer).toMatchObject({ status: 422, body: { detail: expect.any(String) } });
    expect((await ada.call('/api/user/keys')).body.keys).toEqual([]);
  });

  it('a body that is not a JSON object is refused', async () => {
    const { ada } = await startWithAda(engine);
    const post = (body: string, headers = {}) =>
      ada.call('/api/user/keys', { method: 'POST', body, headers });
    expect((await post('{"name": ')).status).toBe(400);
    expect((await post('["name"]')).status).toBe(422);
    expect((await post('name=x', { 'Content-Type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await post(JSON.stringify({ name: 'x'.repeat(2_000_000) }))).status).toBe(413);
  });

  it('without a session, a request gets 401, with a valid key 403, and with an invalid key the usual 401', async () => {
    const { url, ada } = await startWithAda(engine);
    const { token, id } = await ada.issueKey();
    const none = await call(`${url}/api/user/keys`);
    expect(none).toMatchObject({ status: 401, body: { error: expect.stringContaining('Sign in') } });
    expect((await callWithToken(`${url}/api/user/keys`, token)).status).toBe(403);
    await ada.call(`/api/user/keys/${id}`, { method: 'DELETE' });
    const invalid = await callWithToken(`${url}/api/user/keys`, token);
    expect(invalid.status).toBe(401);
    expect(invalid.headers.get('WWW-Authenticate')).toContain('error="invalid_token"');
  });

  it('with a session, a key in the request has no effect', async () => {
    const { ada } = await startWithAda(engine);
    const answer = await ada.call('/api/user/keys', { headers: { Authorization: 'Bearer nonsense' } });
    expect(answer.status).toBe(200);
  });
});

it('the OpenAPI document has the address of the routes and the name of the cookie', async () => {
  const { url } = await startTestWorkspace();
  const { status, text } = await call(`${url}/api/openapi.json`);
  const { servers, paths, components } = JSON.parse(text);
  expect(status).toBe(200);
  expect(components.securitySchemes).toEqual({
    session: { type: 'apiKey', in: 'cookie', name: 'workspace_session' },
  });
  const listed = new URL(`${servers[0].url}/user/keys`, `${url}/api/openapi.json`);
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(['/user/keys', '/teams/{teamId}/keys', '/services/{id}/keys']),
  );
  expect((await (await signIn(url, 'ada')).call(listed.pathname)).status).toBe(200);
});

it.each([
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['fr, de;q=0.2, en;q=0.3', 'en'],
  ['DE', 'de'],
  ['de;q=0', 'en'],
  ['', 'en'],
])('the settings of a browser that prefers %j are in %s', async (preferred, language) => {
  const { url } = await startTestWorkspace();
  const ada = await signIn(url, 'ada');
  const { text } = await ada.call('/settings/user/keys', { headers: { 'Accept-Language': preferred } });
  expect(text).toContain(`<html lang="${language}">`);
});
