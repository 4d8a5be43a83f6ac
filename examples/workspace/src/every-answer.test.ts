import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { expect, it } from 'vitest';
import { call, callWithToken, signIn } from '../test-support/client.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';

const paths = [
  ...['/', '/sign-in', '/sign-out', '/agent', '/agent/chat.css', '/integrations/intake-webhooks'],
  ...['/settings/user/keys', '/settings/assets/settings.css', '/settings/offers/nothing', '/nowhere'],
  ...[
    '/settings/services',
    '/settings/services/deployments/deactivate',
    '/settings/services/deployments/keys',
  ],
  ...['/api/services', '/api/services/deployments', '/api/services/deployments/keys'],
  '/leaked-keys',
  ...['/api/admin/keys', '/api/admin/people/grace/affected-keys'],
  ...['/api/health', '/api/session', '/api/people/ada', '/api/user/keys', '/api/openapi.json', '/api/whoami'],
  ...['/api/agents', '/api/anthropic/v1/messages', '/v1/intake/support', '/mcp'],
];

it.each(paths)('TRACE of %s gets 405, with the allowed methods', async (path) => {
  const { url, log } = await startTestWorkspace();
  // `fetch` refuses this method.
  const sent = request(url + path, { method: 'TRACE', headers: { Cookie: 'workspace_session=x' } }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const body = Buffer.concat(await answer.toArray()).toString();
  expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, HEAD, POST, PATCH, DELETE']);
  expect(body).not.toContain('workspace_session');
  expect(log).toEqual([]);
});

it('every response says nosniff: pages, files, JSON and errors, signed in or not', async () => {
  const { url } = await startTestWorkspace();
  const ada = await signIn(url, 'ada');
  const { token } = await ada.issueKey();
  for (const path of paths) {
    const answers = [
      await call(url + path),
      await ada.call(path),
      await callWithToken(url + path, token),
      await ada.call(path, { method: 'POST', body: '{' }),
    ];
    for (const { headers } of answers)
      expect([path, headers.get('X-Content-Type-Options')]).toEqual([path, 'nosniff']);
  }
});

/** The methods of pages, of routes for people and of routes for keys. */
const routes: readonly (readonly [path: string, methods: string])[] = [
  ['/api/health', 'GET, HEAD'],
  ['/api/session', 'POST, DELETE'],
  ['/api/session/everywhere', 'DELETE'],
  ['/api/people/ada', 'PATCH'],
  ['/api/organisation', 'PATCH'],
  ['/api/services', 'GET, HEAD, POST'],
  ['/api/services/deployments', 'PATCH'],
  ['/api/services/deployments/keys', 'GET, HEAD, POST'],
  ['/api/user/keys', 'GET, HEAD, POST'],
  ['/api/teams/platform/keys/abc/rotate', 'POST'],
  ['/leaked-keys', 'POST'],
  ['/api/admin/keys', 'GET, HEAD'],
  ['/api/admin/people/grace/affected-keys', 'GET, HEAD'],
  ['/api/admin/disable-unused', 'POST'],
  ['/api/openapi.json', 'GET, HEAD'],
  ['/api/whoami', 'GET, HEAD'],
  ['/api/agents', 'GET, HEAD, POST'],
  ['/api/anthropic/v1/messages', 'POST'],
  ['/api/anthropic/v1/messages/count_tokens', 'POST'],
  ['/api/anthropic/v1/models', 'GET, HEAD'],
  ['/api/openai/v1/chat/completions', 'POST'],
  ['/api/openai/v1/responses', 'POST'],
  ['/api/openai/v1/models/auto', 'GET, HEAD'],
  ['/v1/intake/support', 'POST'],
  ['/v1/intake/support/work/work_1', 'GET, HEAD'],
  ['/mcp', 'POST'],
  ['/', 'GET, HEAD'],
  ['/sign-in', 'GET, HEAD, POST'],
  ['/sign-out', 'GET, HEAD, POST'],
  ['/agent', 'GET, HEAD, POST'],
  ['/agent/answer', 'GET, HEAD'],
  ['/agent/forget', 'GET, HEAD, POST'],
  ['/integrations/intake-webhooks', 'GET, HEAD'],
  ['/settings/user/keys', 'GET, HEAD, POST'],
  ['/settings/services', 'GET, HEAD, POST'],
  ['/settings/services/new', 'GET, HEAD'],
  ['/settings/services/deployments/activate', 'GET, HEAD, POST'],
  ['/settings/services/deployments/keys', 'GET, HEAD, POST'],
  ['/settings/assets/settings.css', 'GET, HEAD'],
];

it.each(routes)('a method that %s does not allow gets 405, with Allow: %s', async (path, methods) => {
  const { url } = await startTestWorkspace();
  const ada = await signIn(url, 'ada');
  const isOfKeys = /^\/(mcp|v1|api\/(whoami|agents|anthropic|openai))\b/.test(path);
  const token = isOfKeys ? (await ada.issueKey()).token : undefined;
  const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter(
    (method) => !methods.split(', ').includes(method),
  );
  for (const method of others) {
    const sent =
      token === undefined ? ada.call(path, { method }) : callWithToken(url + path, token, { method });
    const { status, headers } = await sent;
    expect([method, status, headers.get('Allow')]).toEqual([method, 405, methods]);
  }
});
