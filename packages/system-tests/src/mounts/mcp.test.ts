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
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': clientInfo,
    'io.modelcontextprotocol/clientCapabilities': {},
  };

  it.each(bodies)('lists the tools to clients of both revisions, framing: %s', async (framing) => {
    const begin = message('initialize', { protocolVersion, clientInfo, capabilities: {} });
    const begun = await call('POST /', { headers, framing, body: begin });
    expect([begun.status, begun.body]).toEqual([200, expect.stringContaining('"postern"')]);
    const earlier = { headers, framing, body: message('tools/list', {}) };
    expect((await call('POST /', earlier)).body).toContain('create_api_key');
    const named = { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/list' };
    const modern = { headers: { ...headers, ...named }, framing, body: message('tools/list', { _meta }) };
    expect((await call('POST /', modern)).body).toContain('create_api_key');
  });
});
