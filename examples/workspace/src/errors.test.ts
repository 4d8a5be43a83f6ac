import { describe, expect, it } from 'vitest';
import { call, callWithToken, signIn } from '../test-support/client.js';
import { type Engine, engines, runSql } from '../test-support/test-database.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';

async function startWithToken(engine: Engine = 'sqlite') {
  const { url, config, log } = await startTestWorkspace({ engine });
  const { token } = await (await signIn(url, 'ada')).issueKey();
  return { url, config, log, token };
}

const products = [
  {
    name: 'Anthropic',
    path: '/api/anthropic/v1/messages',
    shape: (type: string) => ({ type: 'error', error: { type, message: expect.any(String) } }),
    types: {
      400: 'invalid_request_error',
      401: 'authentication_error',
      403: 'permission_error',
      404: 'not_found_error',
      413: 'request_too_large',
      500: 'api_error',
    },
  },
  {
    name: 'OpenAI',
    path: '/api/openai/v1/chat/completions',
    shape: (code: string | null) => ({
      error: expect.objectContaining({ message: expect.any(String), code }),
    }),
    types: {
      400: null,
      401: 'invalid_api_key',
      403: 'insufficient_permissions',
      404: null,
      413: null,
      500: null,
    },
  },
] as const;

describe.each(products)('errors on the $name route', ({ path, shape, types }) => {
  const expected = (status: keyof typeof types) => ({ status, body: shape(types[status] as never) });
  const chat = { model: 'auto', max_tokens: 9, messages: [{ role: 'user', content: 'Hello' }] };

  it('errors have the format of the provider, whatever the status', async () => {
    const { url, token } = await startWithToken();
    const post = (body: unknown, headers = {}) =>
      callWithToken(url + path, token, { method: 'POST', body, headers });
    expect(await post('{')).toMatchObject(expected(400));
    expect(await post({ ...chat, messages: [] })).toMatchObject(expected(400));
    expect(await post({ ...chat, messages: ['Hello'] })).toMatchObject(expected(400));
    expect(await post({ ...chat, max_tokens: 0 })).toMatchObject(expected(400));
    expect(await post(chat, { 'x-api-key': 'other' })).toMatchObject(expected(400));
    expect(await post(chat, { Authorization: 'Bearer nonsense' })).toMatchObject(expected(401));
    expect(await post({ ...chat, model: 'other' })).toMatchObject(expected(404));
    expect(await callWithToken(`${url}${path}/nowhere`, token)).toMatchObject(expected(404));
    expect(await post({ ...chat, user: 'x'.repeat(2_000_000) })).toMatchObject(expected(413));
  });

  it('a missing permission gets an error in the format of the provider', async () => {
    const { url } = await startTestWorkspace();
    const { token } = await (await signIn(url, 'ada')).issueKey({ name: 'n', scopes: [] });
    expect(await callWithToken(url + path, token, { method: 'POST', body: chat })).toMatchObject(
      expected(403),
    );
  });

  it('errors say that a retry is useless, unless it may help', async () => {
    const { url, config, token } = await startWithToken();
    const shouldRetry = async (status: number, sent: string, ofModel: string, headers = {}) => {
      const body = { ...chat, model: ofModel };
      const answer = await callWithToken(url + path, sent, { method: 'POST', body, headers });
      expect(answer.status).toBe(status);
      return answer.headers.get('X-Should-Retry');
    };
    const narrow = await (await signIn(url, 'ada')).issueKey({ name: 'n', scopes: [] });
    expect(await shouldRetry(401, 'nonsense', 'auto')).toBe('false');
    expect(await shouldRetry(400, token, 'auto', { 'x-api-key': 'other' })).toBe('false');
    expect(await shouldRetry(403, narrow.token, 'auto')).toBe('false');
    expect(await shouldRetry(404, token, 'other')).toBe('false');
    await runSql(config.database, 'alter table workspace_people rename to gone');
    expect(await shouldRetry(503, token, 'auto')).toBeNull();
  });

  it('errors have the headers of the package', async () => {
    const { url } = await startTestWorkspace();
    const { headers, body } = await call(url + path, { method: 'POST', body: chat });
    expect(body).toMatchObject(shape(types[401] as never));
    expect(headers.get('WWW-Authenticate')).toBe('Bearer realm="workspace"');
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('Vary')).toBe('Authorization, X-Api-Key');
  });

  it('H10 a response, streamed or not, must not be stored by shared caches', async () => {
    const { url, token } = await startWithToken();
    for (const stream of [true, false]) {
      const { headers } = await callWithToken(url + path, token, {
        method: 'POST',
        body: { ...chat, stream },
      });
      expect(headers.get('Cache-Control')).toBe('private, no-store');
      expect(headers.get('Vary')).toBe('Authorization, X-Api-Key');
    }
  });
});

describe('errors elsewhere', () => {
  it('refusals and unknown paths get { error }', async () => {
    const { url, token } = await startWithToken();
    const error = expect.any(String);
    expect(await call(`${url}/api/agents`)).toMatchObject({ status: 401, body: { error } });
    expect(await call(`${url}/api/nowhere`)).toMatchObject({ status: 404, body: { error } });
    const twice = await callWithToken(`${url}/api/agents`, token, { headers: { 'x-api-key': 'other' } });
    expect(twice).toMatchObject({ status: 400, body: { error } });
    expect((await call(`${url}/api/health`)).body).toEqual({ status: 'ok' });
  });

  it('key events are logged with their reason and the key ID, one JSON object per line', async () => {
    const { url, log, token } = await startWithToken();
    await callWithToken(`${url}/api/agents`, `${token.slice(0, -1)}x`);
    await callWithToken(`${url}/api/agents?key=${token}`, 'nonsense');
    const events = log.map((line) => JSON.parse(line));
    expect(events).toContainEqual({ at: expect.any(String), event: 'refused', reason: 'malformed' });
    expect(events).toContainEqual({ at: expect.any(String), event: 'credential_in_url' });
    expect(events).toContainEqual(expect.objectContaining({ event: 'issued', keyId: token.slice(5, 21) }));
    expect(log.join()).not.toContain(token.slice(21));
  });
});

/** The drivers' errors if a table is missing. */
const missingTable = {
  sqlite: { name: 'SqliteError', code: 'SQLITE_ERROR' },
  postgres: { name: 'error', code: '42P01' },
};

describe.each(engines)('errors on %s', (engine) => {
  it('a database error reveals nothing to the caller, and is logged without the request or the token', async () => {
    const { url, config, log, token } = await startWithToken(engine);
    await runSql(config.database, 'drop table workspace_agents');
    const answer = await callWithToken(`${url}/api/agents`, token);
    expect(answer).toMatchObject({
      status: 500,
      body: { error: expect.not.stringContaining('workspace_agents') },
    });
    const line = log.find((each) => each.includes('"error"')) ?? '';
    expect(JSON.parse(line)).toMatchObject({ event: 'error', ...missingTable[engine] });
    expect(line).not.toContain(token);
  });

  it('an error of the owner directory gets 503 with Retry-After, never an approval', async () => {
    const { url, config, log, token } = await startWithToken(engine);
    await runSql(config.database, 'alter table workspace_people rename to gone');
    const answer = await callWithToken(`${url}/api/agents`, token);
    expect(answer).toMatchObject({ status: 503, body: { error: expect.any(String) } });
    expect(answer.headers.get('Retry-After')).toBe('1');
    expect(JSON.parse(log.find((line) => line.includes('fault')) ?? '')).toMatchObject({
      keyId: token.slice(5, 21),
      message: 'the owner directory failed',
      cause: `${missingTable[engine].name} ${missingTable[engine].code}`,
    });
  });
});
