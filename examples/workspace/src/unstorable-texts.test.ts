import { describe, expect, it } from 'vitest';
import { call, callWithToken, signIn } from '../test-support/client.js';
import { engines } from '../test-support/test-database.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';

const texts = ['a\u0000b', '\ud800', 'a\udc00b'];
const chat = { model: 'auto', max_tokens: 9, messages: [{ role: 'user', content: 'Hello' }] };

describe.each(engines)('texts that no database can store, on %s', (engine) => {
  async function start() {
    const { url, log } = await startTestWorkspace({ engine });
    const ada = await signIn(url, 'ada');
    return { url, log, ada, token: (await ada.issueKey()).token };
  }

  it.each(texts)('a text that cannot be stored gets 422 in every body: %j', async (text) => {
    const { url, ada, token } = await start();
    const signIn = (body: object) => call(`${url}/api/session`, { method: 'POST', body });
    const post = (path: string, body: object) => callWithToken(url + path, token, { method: 'POST', body });
    const messages = [{ role: 'user', content: [{ type: 'text', text }] }];
    const answers = [
      await signIn({ email: text, password: 'x' }),
      await signIn({ email: 'ada@example.com', password: text }),
      await ada.call('/api/user/keys', { method: 'POST', body: { name: text } }),
      await ada.call('/api/people/grace', { method: 'PATCH', body: { permissions: [text] } }),
      await ada.call('/api/services', { method: 'POST', body: { name: text, permissions: [] } }),
      await ada.call('/api/services', { method: 'POST', body: { name: 'n', permissions: [text] } }),
      await ada.call('/api/services/deployments/keys', { method: 'POST', body: { name: text } }),
      await post('/api/agents', { name: text }),
      await post('/api/agents', { name: 'n', team: text }),
      await post('/api/anthropic/v1/messages', { ...chat, messages }),
      await post('/api/openai/v1/chat/completions', { ...chat, messages }),
      await post('/v1/intake/support', { title: text, text: 'x' }),
      await post('/v1/intake/support', { text: 'x', more: [{ [text]: 1 }] }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 422));
  });

  it('a text that cannot be stored gets 404 in every path', async () => {
    const { url, log, ada, token } = await start();
    const answers = [
      await ada.call('/api/user/keys/%00', { method: 'DELETE' }),
      await ada.call('/api/teams/platform%00/keys'),
      await ada.call('/api/teams/%ED%A0%80/keys'),
      await ada.call('/api/services/%00/keys'),
      await ada.call('/api/services/%00', { method: 'PATCH', body: { active: true } }),
      await ada.call('/settings/services/%00/activate', { method: 'POST' }),
      await ada.call('/api/people/%00', { method: 'PATCH', body: { active: true } }),
      await callWithToken(`${url}/v1/intake/%00`, token, { method: 'POST', body: {} }),
      await callWithToken(`${url}/v1/intake/%zz%00`, token, { method: 'POST', body: {} }),
      await callWithToken(`${url}/v1/intake/%2500`, token, { method: 'POST', body: {} }),
      await callWithToken(`${url}/v1/intake/support/work/%00`, token),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect(log.filter((line) => line.includes('"event":"error"'))).toEqual([]);
  });

  it('a text that cannot be stored gets 422 in a query', async () => {
    const { ada } = await start();
    for (const query of ['state=%00', 'limit=%00', 'cursor=%00', 'cursor=1.%00000000000000000'])
      expect((await ada.call(`/api/user/keys?${query}`)).status).toBe(422);
  });
});
