import type { Actor } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { ada, agentService, grace } from '../../test-support/agent-service.js';
import { httpClient, revisions } from '../../test-support/mcp-clients.js';
import { endpointUrl, modern, post } from '../../test-support/mcp-requests.js';
import { type McpHandler, mcpHandler } from './index.js';

function endpoint(options: Parameters<typeof mcpHandler>[1] = {}, service = agentService()) {
  return { service, handler: mcpHandler(service.tools, options) };
}

describe.each(revisions)('MCP over Streamable HTTP, revision %s', (revision) => {
  const connect = (handler: McpHandler, actor: Actor) => httpClient(revision, handler, { actor });

  it('lets a client list the tools with schemas and annotations, and call them', async () => {
    const { service, handler } = endpoint();
    const client = await connect(handler, ada);
    expect(await client.tools()).toMatchObject([
      { name: 'create_api_key', annotations: { destructiveHint: false } },
      { name: 'list_api_keys', annotations: { readOnlyHint: true } },
      { name: 'revoke_api_key', annotations: { destructiveHint: true } },
      { name: 'rotate_api_key', annotations: { destructiveHint: true } },
      { name: 'explain_refusal', annotations: { destructiveHint: false } },
    ]);
    const { token, key } = await service.issue();
    expect(await client.call('list_api_keys')).toMatchObject({
      content: [{ text: 'There is one key.' }, { text: expect.stringContaining(key.id) }],
      structuredContent: { keys: [{ key_id: key.id }] },
    });
    expect(await client.call('create_api_key', { name: 'CI', user: 'grace' })).toMatchObject({
      isError: true,
    });
    expect(await client.call('explain_refusal', { key_id: token })).toMatchObject({ isError: true });
    await expect(client.call('get_secrets')).rejects.toThrow('there is no such tool');
  });

  it('M04 lists all keys only to those whom the policy allows it', async () => {
    const { service, handler } = endpoint({}, agentService({ inventory: true }));
    const { key } = await service.issue(grace);
    const client = await connect(handler, ada);
    expect((await client.tools()).at(-1)).toMatchObject({
      name: 'inventory_api_keys',
      annotations: { readOnlyHint: true },
      inputSchema: { properties: { kinds: { items: { enum: ['user', 'team', 'service'] } } } },
    });
    expect(await client.call('inventory_api_keys')).toMatchObject({
      structuredContent: { keys: [{ key_id: key.id, owner: 'user:grace' }] },
    });
    const hers = await connect(handler, grace);
    expect(await hers.call('inventory_api_keys')).toMatchObject({
      content: [{ type: 'text', text: 'Nothing was done: only admins can see all keys.' }],
      isError: true,
    });
  });

  it('runs each call for the actor of its request', async () => {
    const { service, handler } = endpoint();
    let actor: Actor = grace;
    const client = await httpClient(revision, (request) => handler.fetch(request, actor), { actor });
    const { key } = await service.issue(ada);
    expect(await client.call('revoke_api_key', { key_id: key.id })).toMatchObject({ isError: true });
    expect(await client.call('list_api_keys')).toMatchObject({ structuredContent: { owner: grace } });
    actor = ada;
    expect(await client.call('list_api_keys')).toMatchObject({ structuredContent: { owner: ada } });
  });

  it('is answered by any process of the service', async () => {
    const service = agentService();
    const processes = Array.from({ length: 7 }, () =>
      mcpHandler(service.tools, { stateKey: 'k'.repeat(32) }),
    );
    let requests = 0;
    const client = await httpClient(
      revision,
      (request) => {
        requests += 1;
        return (processes[requests % processes.length] ?? (processes[0] as McpHandler)).fetch(request, ada);
      },
      { actor: ada },
    );
    for (let round = 0; round < 10; round += 1)
      expect(await client.call('list_api_keys')).not.toMatchObject({ isError: true });
    expect(requests).toBeGreaterThan(10);
  });

  it('F12 refuses a call with too many values before it searches them', async () => {
    const { handler } = endpoint();
    const client = await connect(handler, ada);
    const scopes = Array.from({ length: 2_000 }, () => 'a');
    await expect(client.call('create_api_key', { name: 'a', scopes })).rejects.toThrow('2000 values');
    const nested = JSON.parse('['.repeat(2_000) + ']'.repeat(2_000));
    await expect(client.call('create_api_key', { name: nested })).rejects.toThrow('2000 values');
  });
});

describe('MCP over Streamable HTTP', () => {
  it('answers without sessions or streams, and no cache keeps the answer', async () => {
    const { handler } = endpoint();
    const response = await handler.fetch(modern('tools/list'), ada);
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toMatch(/^application\/json/);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(response.headers.get('Mcp-Session-Id')).toBeNull();
    expect(await response.json()).toMatchObject({ result: { ttlMs: 300_000, cacheScope: 'private' } });
    for (const method of ['GET', 'DELETE']) {
      const refused = await handler.fetch(new Request(endpointUrl, { method }), ada);
      expect([method, refused.status]).toEqual([method, 405]);
    }
  });

  it('tells a client that subscribes to changes that there are no subscriptions', async () => {
    const { handler } = endpoint();
    const response = await handler.fetch(modern('subscriptions/listen', { notifications: {} }), ada);
    expect([response.status, await response.json()]).toMatchObject([
      404,
      { id: 1, error: { code: -32_601 } },
    ]);
  });

  it('ignores the session of an earlier release, so its clients go on working', async () => {
    const { handler } = endpoint();
    const headers = { 'Mcp-Session-Id': 'a1b2', 'MCP-Protocol-Version': '2025-11-25' };
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' };
    const response = await handler.fetch(post(list, headers), ada);
    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringContaining('create_api_key'),
    ]);
  });

  it('refuses headers that contradict the message', async () => {
    const { handler } = endpoint();
    const request = modern('tools/call', { name: 'list_api_keys' }, { 'Mcp-Name': 'create_api_key' });
    const response = await handler.fetch(request, ada);
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code: -32_020 } }]);
  });

  it('refuses requests from pages of other sites', async () => {
    const { handler } = endpoint();
    const from = { Origin: 'https://evil.example.com' };
    expect((await handler.fetch(modern('tools/list', {}, from), ada)).status).toBe(403);
    const trusting = endpoint({ trustedOrigins: ['https://evil.example.com'] }).handler;
    expect((await trusting.fetch(modern('tools/list', {}, from), ada)).status).toBe(200);
    expect(() => mcpHandler([], { trustedOrigins: ['evil'] })).toThrow('every trusted origin');
  });

  it('M05 refuses a page whose name was pointed at this server, although it looks like one of its own', async () => {
    const { handler } = endpoint();
    const statusFrom = async (origin: string, { fetch }: McpHandler = handler) => {
      const { method, headers, body } = modern('tools/list', {}, { Origin: origin });
      const url = URL.canParse(origin) ? `${origin}/mcp` : endpointUrl;
      const request = new Request(url, { method, headers, body, duplex: 'half' } as RequestInit);
      request.headers.set('Sec-Fetch-Site', 'same-origin');
      return (await fetch(request, ada)).status;
    };
    for (const origin of [
      'http://evil.example.com',
      'http://localhost.example.com',
      'http://10.0.0.1',
      'null',
    ])
      expect([origin, await statusFrom(origin)]).toEqual([origin, 403]);
    for (const origin of [
      'https://app.example.com',
      'http://localhost:8080',
      'http://127.0.0.1',
      'http://[::1]:80',
    ])
      expect([origin, await statusFrom(origin)]).toEqual([origin, 200]);
    const { handler: trusting } = endpoint({ trustedOrigins: ['http://intranet.example.com'] });
    expect(await statusFrom('http://intranet.example.com', trusting)).toBe(200);
  });

  it('F12 refuses a batch before it makes any of its calls', async () => {
    const { service, handler } = endpoint();
    const message = (id: number) => ({
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params: { name: 'create_api_key', arguments: { name: 'CI' } },
    });
    for (const batch of [[], [message(1)], [message(1), message(2)]]) {
      const refused = await handler.fetch(post(batch), ada);
      expect([refused.status, await refused.json()]).toMatchObject([400, { error: { code: -32_600 } }]);
    }
    expect(service.events).toEqual([]);
    expect((await handler.fetch(post(message(3)), ada)).status).toBe(200);
  });

  it.each([
    ['no JSON', '{', 400],
    ['a text', '"nonsense"', 400],
    ['no method', { id: {} }, 400],
    ['too much', 'x'.repeat(70_000), 413],
  ])('refuses a message with %s', async (_what, body, status) => {
    const { handler } = endpoint();
    const response = await handler.fetch(post(body), ada);
    expect([response.status, await response.json()]).toMatchObject([status, { jsonrpc: '2.0', error: {} }]);
  });

  it('refuses options that it does not know', () => {
    for (const options of [{ statekey: 'k'.repeat(32) }, { idleMs: 1_000 }])
      expect(() => mcpHandler([], options as never)).toThrow('mcpHandler: unknown option');
  });

  it('requires a secret of at least 32 bytes', () => {
    for (const stateKey of ['short', new Uint8Array(31), 7 as never, null as never])
      expect(() => mcpHandler([], { stateKey })).toThrow('stateKey must be a secret of at least 32 bytes');
    mcpHandler([], { stateKey: new Uint8Array(32) });
  });
});
