import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { expect, it } from 'vitest';
import { call, callWithToken, signIn } from '../test-support/client.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';

const paths = [
  ...['/', '/sign-in', '/sign-out', '/agent', '/agent/chat.css', '/integrations/intake-webhooks'],
  ...['/settings/user/keys', '/settings/assets/settings.css', '/settings/offers/nothing', '/nowhere'],
  ...['/api/health', '/api/session', '/api/people/ada', '/api/user/keys', '/api/openapi.json', '/api/whoami'],
  ...['/api/agents', '/api/anthropic/v1/messages', '/v1/intake/support', '/mcp'],
];

it.each(paths)('TRACE of %s is 405, with the allowed methods', async (path) => {
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
