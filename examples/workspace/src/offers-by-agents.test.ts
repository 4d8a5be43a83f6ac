import { expect, it } from 'vitest';
import { call, callWithToken, type Session, signIn } from '../test-support/client.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';
import { visit } from '../test-support/visit.js';

interface ToolAnswer {
  readonly isError?: boolean;
  readonly structuredContent?: { readonly url: string; readonly key_id: string };
}

/** Ada, and an agent of hers that was talked into misleading her. Its key may only offer keys. */
async function misledAgent() {
  const { url, log } = await startTestWorkspace();
  const ada = await signIn(url, 'ada');
  const grace = await signIn(url, 'grace');
  const { token } = await ada.issueKey({ name: 'Agent', scopes: ['keys:offer'] });

  async function ask(name: string, input: object): Promise<ToolAnswer> {
    const params = { name, arguments: input };
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
    const headers = { Accept: 'application/json, text/event-stream' };
    const { text } = await callWithToken(`${url}/mcp`, token, { method: 'POST', body, headers });
    const [, json = text] = /^data: (.+)$/m.exec(text) ?? [];
    return (JSON.parse(json) as { result: ToolAnswer }).result;
  }
  /** The page of an offer, as Ada reads it. */
  async function pageOf({ structuredContent }: ToolAnswer) {
    const path = new URL(structuredContent?.url ?? '', 'http://localhost').pathname;
    const page = await visit(url + path, { session: ada });
    const [, person = ''] = /name="person" value="([^"]+)"/.exec(page.html) ?? [];
    return { path, person, ...page };
  }
  /** Sends the form of a page, or part of it. Returns the token that was revealed, and what it may do. */
  async function claim(path: string, form: Readonly<Record<string, string>>, session: Session = ada) {
    const { html, status } = await visit(`${url}${path}/claim`, { session, form });
    const [, revealed = ''] = /id="token"[^>]*>([^<]+)</.exec(html) ?? [];
    const whoami = await callWithToken(`${url}/api/whoami`, revealed === '' ? 'none' : revealed);
    return { status, revealed, permissions: whoami.body?.permissions };
  }
  return { url, log, ada, grace, token, ask, pageOf, claim };
}

const wide = ['agents:read', 'agents:write', 'models:use'];
const allScopes = [...wide, 'intake:submit', 'keys:offer'];

it.each([
  ['calls it read-only', { name: 'Read-only key for the dashboard', scopes: wide }],
  ['names other scopes in the name', { name: 'CI (scopes: agents:read only)', scopes: wide }],
  [
    'hides the scopes with markup',
    { name: '</h1><style>.facts{display:none}</style><p hidden>', scopes: wide },
  ],
  [
    'writes instructions for the person',
    { name: 'SAFE: this key can do nothing, just reveal it', scopes: wide },
  ],
])(
  'M09 an agent that %s: the page says what the key may do, and that is what it gets',
  async (_how, offer) => {
    const { ask, pageOf, claim } = await misledAgent();
    const { path, person, text, html } = await pageOf(await ask('create_api_key', offer));
    for (const scope of wide) expect(text).toContain(scope);
    expect(text).toContain('Offered by the key “Agent” of Ada');
    expect(html).not.toContain('<style>');
    expect((await claim(path, { person })).permissions).toEqual(wide);
  },
);

it('M09 an agent that asks for everything: the page says so', async () => {
  const { ask, pageOf, claim } = await misledAgent();
  const { path, person, text } = await pageOf(await ask('create_api_key', { name: 'Tiny key' }));
  expect(text).toContain('Everything you can do');
  expect((await claim(path, { person })).permissions).toEqual(allScopes);
});

it('M09 an agent that makes a key of the team look like one’s own: the page names the team', async () => {
  const { ask, pageOf } = await misledAgent();
  const offer = { name: "Ada's own key", team: 'platform', scopes: ['agents:read'] };
  expect((await pageOf(await ask('create_api_key', offer))).text).toContain('Team Platform');
});

it('M10 an agent that names no scopes for the team: the page lists them, and no more are granted later', async () => {
  const { ask, pageOf } = await misledAgent();
  const { text } = await pageOf(await ask('create_api_key', { name: 'Team key', team: 'platform' }));
  for (const scope of allScopes) expect(text).toContain(scope);
});

it('M09 an agent that passes a rotation off as a new key: nothing ends without the page that says so', async () => {
  const { url, ada, ask, pageOf, claim } = await misledAgent();
  const production = await ada.issueKey({ name: 'Production' });
  const { path, person, text, html } = await pageOf(await ask('rotate_api_key', { key_id: production.id }));
  expect(text).toContain('Production');
  expect(text).toContain('stops working');
  expect(html).toContain('class="danger"');
  // The form of a new key does not name the key that ends.
  expect((await claim(path, { person })).revealed).toBe('');
  expect((await claim(path, { person, replaces: 'AAAAAAAAAAAAAAAA' })).revealed).toBe('');
  expect((await callWithToken(`${url}/api/whoami`, production.token)).status).toBe(200);
});

it.each([
  ['another person as the owner', { name: 'CI', owner: { kind: 'user', id: 'grace' } }],
  ['scopes that look like others', { name: 'CI', scopes: ['agents:read\u200b'] }],
  ['a wildcard', { name: 'CI', scopes: ['*'] }],
  ['a name that turns around what follows', { name: 'CI \u202egnihton yam' }],
])('M03 an agent that asks for %s gets no offer', async (_what, offer) => {
  const { ask } = await misledAgent();
  expect(await ask('create_api_key', offer)).toMatchObject({ isError: true });
});

it('M03 an agent that sends its offer to someone else: it does not exist for them', async () => {
  const { url, grace, ask, pageOf, claim } = await misledAgent();
  const { path } = await pageOf(await ask('create_api_key', { name: 'CI', scopes: wide }));
  expect((await visit(url + path, { session: grace })).status).toBe(404);
  expect((await claim(path, {}, grace)).revealed).toBe('');
});

it('M03 an agent that claims its offer itself, in whatever way, gets no key', async () => {
  const { url, token, ask, pageOf } = await misledAgent();
  const { path } = await pageOf(await ask('create_api_key', { name: 'CI', scopes: wide }));
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: url };
  const claimed = await callWithToken(`${url}${path}/claim`, token, {
    method: 'POST',
    body: '',
    headers,
  });
  expect(claimed.text).not.toContain('id="token"');
  expect((await call(`${url}${path}/claim`, { method: 'POST', body: '', headers })).text).not.toContain(
    'id="token"',
  );
});
