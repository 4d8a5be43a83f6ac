import { PassThrough } from 'node:stream';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { type CallToolResult, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { Actor, KeyId } from '@postern/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ada, agentService, grace } from '../../test-support/agent-service.js';
import { type McpHandler, mcpHandler, serveStdio } from './index.js';

const address = 'http://localhost:8080/mcp';

/** Connects a real client to an endpoint in this process. */
async function httpClient(
  handler: McpHandler,
  actor: Actor,
  answer?: 'accept' | 'decline' | 'silence',
): Promise<{ readonly client: Client; readonly transport: StreamableHTTPClientTransport }> {
  const transport = new StreamableHTTPClientTransport(new URL(address), {
    fetch: (url, init) => handler.fetch(new Request(url, init), actor),
  });
  const client = await connected(transport as Transport, answer);
  return { client, transport };
}

async function connected(transport: Transport, answer?: 'accept' | 'decline' | 'silence'): Promise<Client> {
  const capabilities = answer === undefined ? {} : { elicitation: {} };
  const client = new Client({ name: 'test', version: '1' }, { capabilities });
  if (answer !== undefined)
    client.setRequestHandler(ElicitRequestSchema, async () => {
      if (answer === 'silence') throw new Error('no one is there');
      return answer === 'accept' ? { action: 'accept', content: { confirm: true } } : { action: 'decline' };
    });
  await client.connect(transport);
  onTestFinished(() => client.close());
  return client;
}

/** Connects a client over streams, as over the standard input and output of a process. */
async function stdioClient(
  service: ReturnType<typeof agentService>,
  authenticate: () => Actor | null,
): Promise<{ readonly client: Client; readonly ended: Promise<void>; readonly hangUp: () => void }> {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const ended = serveStdio(service.tools, { authenticate, stdin, stdout });
  const buffer = new ReadBuffer();
  const transport: Transport = {
    async start() {
      stdout.on('data', (chunk: Buffer) => {
        buffer.append(chunk);
        for (let message = buffer.readMessage(); message !== null; message = buffer.readMessage())
          transport.onmessage?.(message);
      });
    },
    async send(message) {
      stdin.write(serializeMessage(message));
    },
    async close() {},
  };
  return { client: await connected(transport), ended, hangUp: () => void stdin.end() };
}

const call = async (client: Client, name: string, input: Record<string, unknown> = {}) =>
  (await client.callTool({ name, arguments: input })) as CallToolResult;

function endpoint(options: Parameters<typeof mcpHandler>[1] = {}, service = agentService()) {
  const handler = mcpHandler(service.tools, options);
  onTestFinished(() => handler.close());
  return { service, handler };
}

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

function post(body: unknown, headers: Readonly<Record<string, string>> = {}): Request {
  return new Request(address, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: JSON.stringify(body),
  });
}

describe('MCP over Streamable HTTP', () => {
  it('lets a client list the tools with schemas and annotations, and call them', async () => {
    const { service, handler } = endpoint();
    const { client } = await httpClient(handler, ada);
    const { tools } = await client.listTools();
    expect(tools.map(({ name, annotations }) => [name, annotations?.destructiveHint])).toEqual([
      ['create_api_key', false],
      ['list_api_keys', false],
      ['revoke_api_key', true],
      ['rotate_api_key', true],
      ['explain_refusal', false],
    ]);
    const { token, key } = await service.issue();
    expect(await call(client, 'list_api_keys')).toMatchObject({
      content: [{ text: 'There is one key.' }, { text: expect.stringContaining(key.id) }],
      structuredContent: { keys: [{ key_id: key.id }] },
    });
    expect(await call(client, 'create_api_key', { name: 'CI', user: 'grace' })).toMatchObject({
      isError: true,
    });
    expect(await call(client, 'explain_refusal', { key_id: token })).toMatchObject({ isError: true });
    await expect(call(client, 'get_secrets')).rejects.toThrow('there is no such tool');
  });

  it('M04 lists all keys only to those whom the policy allows it', async () => {
    const { service, handler } = endpoint({}, agentService({ inventory: true }));
    const { key } = await service.issue(grace);
    const { client } = await httpClient(handler, ada);
    expect((await client.listTools()).tools.at(-1)).toMatchObject({
      name: 'inventory_api_keys',
      annotations: { readOnlyHint: true },
      inputSchema: { properties: { kinds: { items: { enum: ['user', 'team', 'service'] } } } },
    });
    expect(await call(client, 'inventory_api_keys')).toMatchObject({
      structuredContent: { keys: [{ key_id: key.id, owner: 'user:grace' }] },
    });
    const hers = await httpClient(handler, grace);
    expect(await call(hers.client, 'inventory_api_keys')).toEqual({
      content: [{ type: 'text', text: 'Nothing was done: only admins can see all keys.' }],
      isError: true,
    });
  });

  it('runs each call for the actor who sent it', async () => {
    const { service, handler } = endpoint();
    const { client } = await httpClient(handler, grace);
    const { key } = await service.issue(ada);
    expect(await call(client, 'revoke_api_key', { key_id: key.id })).toMatchObject({ isError: true });
    expect(await call(client, 'list_api_keys')).toMatchObject({ structuredContent: { owner: grace } });
  });

  it('a session exists only for the actor who started it', async () => {
    const { handler } = endpoint();
    const { transport } = await httpClient(handler, ada);
    const headers = { 'mcp-session-id': transport.sessionId ?? '' };
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' };
    expect((await handler.fetch(post(list, headers), grace)).status).toBe(404);
    expect((await handler.fetch(post(list, headers), ada)).status).toBe(200);
    await transport.terminateSession();
    expect((await handler.fetch(post(list, headers), ada)).status).toBe(404);
  });

  it('asks the person before a destructive call, if the client can', async () => {
    for (const [answer, isLive] of [
      ['accept', false],
      ['decline', true],
      ['silence', true],
    ] as const) {
      const { service, handler } = endpoint();
      const { token, key } = await service.issue();
      const { client } = await httpClient(handler, ada, answer);
      const result = await call(client, 'revoke_api_key', { key_id: key.id });
      expect(result.structuredContent).toMatchObject({ deleted: !isLive });
      expect(await service.isLive(token)).toBe(isLive);
    }
  });

  it('a cancelled call deletes nothing, whatever the person answers later', async () => {
    const { service, handler } = endpoint();
    const { token, key } = await service.issue();
    const { client } = await httpClient(handler, ada, 'accept');
    const giveUp = new AbortController();
    client.setRequestHandler(ElicitRequestSchema, async () => {
      giveUp.abort();
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { action: 'accept', content: { confirm: true } };
    });
    const params = { name: 'revoke_api_key', arguments: { key_id: key.id } };
    await expect(client.callTool(params, undefined, { signal: giveUp.signal })).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await service.isLive(token)).toBe(true);
  });

  it('refuses requests from pages of other sites', async () => {
    const { handler } = endpoint();
    const headers = { Origin: 'https://evil.example.com' };
    expect((await handler.fetch(post(initialize, headers), ada)).status).toBe(403);
    const trusting = endpoint({ trustedOrigins: ['https://evil.example.com'] }).handler;
    expect((await trusting.fetch(post(initialize, headers), ada)).status).toBe(200);
    expect(() => mcpHandler([], { trustedOrigins: ['evil'] })).toThrow('every trusted origin');
  });

  it('limits sessions: the oldest of an actor ends, and no actor can take all the room', async () => {
    const { handler } = endpoint({ maxSessions: 9 });
    const begin = async (actor: Actor) => handler.fetch(post(initialize), actor);
    const first = (await begin(ada)).headers.get('mcp-session-id') ?? '';
    for (let count = 0; count < 8; count += 1) expect((await begin(ada)).status).toBe(200);
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' };
    expect((await handler.fetch(post(list, { 'mcp-session-id': first }), ada)).status).toBe(404);
    expect((await begin(grace)).status).toBe(200);
    const full = await begin({ kind: 'user', id: 'linus' });
    expect([full.status, full.headers.get('Retry-After')]).toEqual([503, '60']);
  });

  it('limits sessions when many start at the same time, and ends none for a request that starts none', async () => {
    const { handler } = endpoint();
    const began = await Promise.all(Array.from({ length: 40 }, () => handler.fetch(post(initialize), ada)));
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' };
    const alive = async () => {
      const ids = began.map(({ headers }) => headers.get('mcp-session-id') ?? '');
      const answers = await Promise.all(
        ids.map((id) => handler.fetch(post(list, { 'mcp-session-id': id }), ada)),
      );
      return answers.filter(({ status }) => status === 200).length;
    };
    expect(await alive()).toBe(8);
    const headers = { Accept: 'text/event-stream' };
    expect((await handler.fetch(new Request(address, { headers }), ada)).status).toBe(400);
    expect(await alive()).toBe(8);
  });

  it('a key never ends a session of another key or of its owner, however many it starts', async () => {
    const { handler } = endpoint();
    const keys = Array.from(
      { length: 6 },
      (_, n): Actor => ({
        kind: 'key',
        owner: ada,
        permissions: [],
        id: `0123456789abcde${n}` as KeyId,
      }),
    );
    const begin = async (actor: Actor) => {
      const { status, headers } = await handler.fetch(post(initialize), actor);
      return { actor, status, id: headers.get('mcp-session-id') ?? '' };
    };
    const first = await Promise.all([ada, ...keys.slice(0, 4)].map(begin));
    for (const key of keys.slice(0, 4)) for (let count = 0; count < 20; count += 1) await begin(key);
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' };
    const alive = await Promise.all(
      first.map(
        async ({ actor, id }) => (await handler.fetch(post(list, { 'mcp-session-id': id }), actor)).status,
      ),
    );
    // The owner now has 32: Ada herself has one, so there was room for 7 of the fourth key.
    expect(alive).toEqual([200, 404, 404, 404, 404]);
    expect((await begin(keys[5] ?? ada)).status).toBe(503);
    expect((await begin(ada)).status).toBe(200);
  });

  it('M08 no one loses a session to another person, even one with many keys who starts many at the same time', async () => {
    const { service, handler } = endpoint({ maxSessions: 36 });
    const first = (await handler.fetch(post(initialize), ada)).headers.get('mcp-session-id') ?? '';
    const { token } = await service.issue(grace);
    const keyId = token.slice(5, 21) as KeyId;
    const keys = Array.from(
      { length: 60 },
      (_, n): Actor => ({
        kind: 'key',
        owner: grace,
        permissions: [],
        id: (keyId.slice(2) + String(n).padStart(2, '0')) as KeyId,
      }),
    );
    await Promise.all(keys.map((actor) => handler.fetch(post(initialize), actor)));
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' };
    expect((await handler.fetch(post(list, { 'mcp-session-id': first }), ada)).status).toBe(200);
    expect((await handler.fetch(post(initialize), ada)).status).toBe(200);

    const full = endpoint({ maxSessions: 1 }).handler;
    const people = ['ada', 'grace', 'linus'].map((id) => ({ kind: 'user', id }) as const);
    const began = await Promise.all(people.map((actor) => full.fetch(post(initialize), actor)));
    const alive = await Promise.all(
      began.map(({ headers }, n) =>
        full.fetch(post(list, { 'mcp-session-id': headers.get('mcp-session-id') ?? '' }), people[n] ?? ada),
      ),
    );
    expect(alive.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('deletes nothing if the actor has lost access by the time the person answers', async () => {
    const { service, handler } = endpoint();
    const { token, key } = await service.issue();
    let gone = false;
    const transport = new StreamableHTTPClientTransport(new URL(address), {
      fetch: (url, init) => handler.fetch(new Request(url, init), ada, () => !gone),
    });
    const client = await connected(transport as Transport, 'accept');
    client.setRequestHandler(ElicitRequestSchema, async () => {
      gone = true;
      return { action: 'accept', content: { confirm: true } };
    });
    const params = { name: 'revoke_api_key', arguments: { key_id: key.id } };
    await expect(client.callTool(params, undefined, { timeout: 500 })).rejects.toThrow();
    expect(gone).toBe(true);
    expect(await service.isLive(token)).toBe(true);
  });

  it('an idle stream ends when the key of its actor does', async () => {
    const { handler } = endpoint({ checkMs: 1 });
    const id = (await handler.fetch(post(initialize), ada)).headers.get('mcp-session-id') ?? '';
    const headers = { Accept: 'text/event-stream', 'mcp-session-id': id };
    let isLive = true;
    const stream = await handler.fetch(new Request(address, { headers }), ada, () => isLive);
    expect(stream.status).toBe(200);
    isLive = false;
    expect(await stream.text()).toBe('');
  });

  it('F12 refuses a call with too many values before it searches them', async () => {
    const { handler } = endpoint();
    const { client } = await httpClient(handler, ada);
    const scopes = Array.from({ length: 2_000 }, () => 'a');
    await expect(call(client, 'create_api_key', { name: 'a', scopes })).rejects.toThrow('2000 values');
    const nested = JSON.parse('['.repeat(2_000) + ']'.repeat(2_000));
    await expect(call(client, 'create_api_key', { name: nested })).rejects.toThrow('2000 values');
  });

  it('F12 refuses a batch before it makes any of its calls', async () => {
    const { service, handler } = endpoint();
    const headers = {
      'mcp-session-id': (await handler.fetch(post(initialize), ada)).headers.get('mcp-session-id') ?? '',
    };
    const message = (id: number) => ({
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params: { name: 'create_api_key', arguments: { name: 'CI' } },
    });
    for (const batch of [[], [message(1)], [message(1), message(2)]]) {
      const refused = await handler.fetch(post(batch, headers), ada);
      expect([refused.status, await refused.json()]).toMatchObject([400, { error: { code: -32_600 } }]);
    }
    expect(service.events).toEqual([]);
    expect((await handler.fetch(post(message(3), headers), ada)).status).toBe(200);
  });

  it('requires limits that are positive whole numbers', () => {
    for (const bounds of [{ maxSessions: Number.NaN }, { maxSessions: 0 }, { idleMs: -1 }, { checkMs: 1.5 }])
      expect(() => mcpHandler([], bounds)).toThrow('must be a whole number from 1 to');
  });

  it('ends idle sessions to make room', async () => {
    const { handler } = endpoint({ maxSessions: 1, idleMs: 20 });
    expect((await handler.fetch(post(initialize), ada)).status).toBe(200);
    expect((await handler.fetch(post(initialize), grace)).status).toBe(503);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await handler.fetch(post(initialize), grace)).status).toBe(200);
  });

  it('a message that starts no session leaves none behind', async () => {
    const { handler } = endpoint({ maxSessions: 1 });
    for (const message of [{ jsonrpc: '2.0', id: 2, method: 'tools/list' }, 'nonsense', { id: {} }])
      expect((await handler.fetch(post(message), ada)).status).toBe(400);
    expect((await handler.fetch(post('x'.repeat(70_000)), ada)).status).toBe(413);
    expect((await handler.fetch(post(initialize), ada)).status).toBe(200);
  });
});

describe('MCP over standard input and output', () => {
  it('lets a client list the tools and call them, until the input ends', async () => {
    const service = agentService();
    const { client, ended, hangUp } = await stdioClient(service, () => ada);
    expect((await client.listTools()).tools).toHaveLength(5);
    expect(await call(client, 'create_api_key', { name: 'CI' })).toMatchObject({
      structuredContent: { name: 'CI' },
    });
    hangUp();
    await ended;
  });

  it('ends immediately if the input has already ended', async () => {
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    stdin.destroy();
    await serveStdio([], { authenticate: () => ada, stdin, stdout });
  });

  it('checks access again for each call', async () => {
    const service = agentService();
    let answer: () => Actor | null = () => ada;
    const { client } = await stdioClient(service, () => answer());
    expect(await call(client, 'list_api_keys')).not.toMatchObject({ isError: true });
    answer = () => null;
    expect(await call(client, 'list_api_keys')).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('connect again') }],
    });
    answer = () => {
      throw new Error('password=hunter2');
    };
    const failed = await call(client, 'list_api_keys');
    expect(failed).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('try again') }],
    });
    expect(JSON.stringify(failed)).not.toContain('hunter2');
  });
});
