import { describe, expect, it } from 'vitest';
import { call, signIn } from '../test-support/client.js';
import { password, startTestWorkspace } from '../test-support/test-workspace.js';

const teamPath = '/api/teams/platform/keys';

async function start() {
  const { url } = await startTestWorkspace();
  return { url, ada: await signIn(url, 'ada') };
}

describe('requests from other sites', () => {
  it.each([
    ['a page of another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://elsewhere.example' }],
    ['a page of a sibling domain', { 'Sec-Fetch-Site': 'same-site' }],
    ['a page whose browser only sends Origin', { Origin: 'https://elsewhere.example' }],
    ['a sandboxed frame', { Origin: 'null' }],
  ])('M05 %s can change nothing with the cookie, not even sign in', async (_who, headers) => {
    const { url, ada } = await start();
    const { id } = await ada.issueKey();
    const post = (path: string, body: object, method = 'POST') => ada.call(path, { method, body, headers });
    expect((await post('/api/user/keys', { name: 'n' })).status).toBe(403);
    expect((await post(teamPath, { name: 'n' })).status).toBe(403);
    expect((await post('/api/people/grace', { active: false }, 'PATCH')).status).toBe(403);
    expect((await post('/api/organisation', { plan: 'free' }, 'PATCH')).status).toBe(403);
    expect((await post('/api/services', { name: 'n', permissions: [] })).status).toBe(403);
    expect((await post('/api/services/deployments', { active: false }, 'PATCH')).status).toBe(403);
    expect((await post('/api/services/deployments/keys', { name: 'n' })).status).toBe(403);
    for (const path of ['', '/deployments/deactivate', '/deployments/keys'])
      expect((await post(`/settings/services${path}`, {})).status).toBe(403);
    expect((await ada.call(`/api/user/keys/${id}`, { method: 'DELETE', headers })).status).toBe(403);
    expect((await ada.call('/api/session', { method: 'DELETE', headers })).status).toBe(403);
    expect((await call(`${url}/api/session`, { method: 'POST', body: {}, headers })).status).toBe(403);
    expect((await ada.call('/api/user/keys?state=all')).body.keys).toHaveLength(1);
  });

  it('M05 a change with the cookie that does not say where it comes from is refused', async () => {
    const { url, ada } = await start();
    const { id } = await ada.issueKey();
    const silent = (method: string, path: string, body?: object) =>
      call(url + path, { method, body, headers: { Cookie: ada.cookie } });
    const answers = [
      await silent('POST', '/api/user/keys', { name: 'n' }),
      await silent('DELETE', `/api/user/keys/${id}`),
      await silent('PATCH', '/api/people/grace', { active: false }),
      await silent('PATCH', '/api/organisation', { plan: 'free' }),
      await silent('POST', '/api/services', { name: 'n', permissions: [] }),
      await silent('PATCH', '/api/services/deployments', { active: false }),
      await silent('POST', '/api/services/deployments/keys', { name: 'n' }),
      await silent('POST', '/api/session', { email: 'grace@example.com', password }),
      await silent('DELETE', '/api/session'),
      await silent('DELETE', '/api/session/everywhere'),
      await silent('POST', '/agent/forget'),
      await silent('POST', '/sign-out'),
      await silent('POST', '/settings/user/keys'),
      await silent('POST', '/settings/services'),
      await silent('POST', '/settings/services/deployments/deactivate'),
      await silent('POST', '/settings/services/deployments/keys'),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
    expect((await ada.call('/api/user/keys')).body.keys).toHaveLength(1);
  });

  it('M05 a sign-in form must say where it comes from, with or without a cookie', async () => {
    const { url } = await startTestWorkspace();
    const form = { email: 'ada@example.com', password, to: '/settings/user/keys' };
    const send = (headers: Readonly<Record<string, string>>) =>
      fetch(`${url}/sign-in`, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers,
        redirect: 'manual',
      });
    for (const headers of [{}, { Origin: 'https://elsewhere.example' }, { 'Sec-Fetch-Site': 'cross-site' }]) {
      const answer = await send({ ...headers });
      expect([answer.status, answer.headers.get('Set-Cookie')]).toEqual([403, null]);
    }
    expect((await send({ Origin: url })).status).toBe(303);
    expect((await send({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(303);
  });

  it('M05 a form of another site without revealing headers is refused because of its media type', async () => {
    const { ada } = await start();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const headers = { 'Content-Type': type };
      const answer = await ada.call('/api/user/keys', { method: 'POST', body: '{"name": "n"}', headers });
      expect(answer.status).toBe(415);
    }
  });

  it('M05 the workspace’s own pages and clients that send its Origin are accepted', async () => {
    const { url, ada } = await start();
    for (const headers of [{ 'Sec-Fetch-Site': 'same-origin', Origin: url }, { Origin: url }]) {
      const answer = await ada.call('/api/user/keys', { method: 'POST', body: { name: 'n' }, headers });
      expect(answer.status).toBe(201);
    }
  });
});
