import { describe, expect, it } from 'vitest';
import { sendHttp1, sendHttp2 } from './client.js';
import { bodies, type Host, hosts, mounted } from './hosts.js';

/** Behind the middleware that authenticates each request, as in the documentation. */
const behindMiddleware: readonly (readonly [Host, part: string])[] = [
  [
    { name: 'Express', file: 'express-middleware', at: '/mounted', send: sendHttp1 },
    'mcp-behind-express-auth',
  ],
  [
    { name: 'Hono', file: 'hono', at: '/mounted', send: sendHttp1, replacesGlobals: true },
    'mcp-behind-hono-auth',
  ],
  [
    { name: 'Hono over HTTP/2', file: 'hono-http2', at: '/mounted', send: sendHttp2, replacesGlobals: true },
    'mcp-behind-hono-auth',
  ],
];

describe.each([
  ...hosts.map((host) => ({ host, part: 'mcp', name: host.name })),
  ...behindMiddleware.map(([host, part]) => ({ host, part, name: `${host.name} behind its middleware` })),
])('the MCP endpoint in $name, in a process of its own', ({ host, part }) => {
  const call = mounted(host, part);
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
  const message = (method: string, params: object) =>
    JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const protocolVersion = '2025-11-25';
  const clientInfo = { name: 'test', version: '1.0.0' };

  it.each(bodies)('a session begins, lists the tools, and ends, framing: %s', async (framing) => {
    const begin = message('initialize', { protocolVersion, clientInfo, capabilities: {} });
    const begun = await call('POST /', { headers, framing, body: begin });
    expect([begun.status, begun.body]).toEqual([200, expect.stringContaining('"postern"')]);
    const session = { 'mcp-session-id': String(begun.headers['mcp-session-id']) };
    const list = { headers: { ...headers, ...session }, framing, body: message('tools/list', {}) };
    expect((await call('POST /', list)).body).toContain('create_api_key');
    expect((await call('DELETE /', { headers: session })).status).toBe(200);
    expect((await call('POST /', list)).status).toBe(404);
  });
});
