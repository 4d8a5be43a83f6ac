import { createMcpHandler, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { Actor } from '@postern/core';
import { checkOptions } from '@postern/core/ports';
import { isCrossSite, readBody } from '@postern/management';
import { readTrustedOrigins } from '@postern/management/internal';
import type { KeyTool } from '../tool.js';
import { confirmations } from './confirmations.js';
import { mcpServer } from './mcp-server.js';

/** The options of an endpoint. */
export interface McpHandlerOptions {
  /**
   * The secret that seals a question to a person, which the client carries from one request to the next: at least 32
   * bytes. All processes of a service need the same one. Default: a random one, which only this process knows.
   */
  readonly stateKey?: Uint8Array | string | undefined;
  /**
   * Other origins whose pages may call this endpoint, such as `https://chat.example.com`. If your own pages are served
   * over plain HTTP, and not at `localhost`, list their origin too. Default: none.
   */
  readonly trustedOrigins?: readonly string[] | undefined;
}

/** An endpoint of the Model Context Protocol. */
export interface McpHandler {
  /** Answers a request from an actor whom the host has authenticated. Authenticate each request. */
  readonly fetch: (request: Request, actor: Actor) => Promise<Response>;
}

const maxMessageBytes = 16 * 1024;

/**
 * Creates an endpoint of the Model Context Protocol over Streamable HTTP: revision 2026-07-28 and, for clients that do
 * not know it, those from 2024-10-07 to 2025-11-25. It has no sessions, so any process of a service can answer any
 * request. It sends nothing but responses: there are no streams to subscribe to. A batch of messages, which the
 * protocol dropped in revision 2025-06-18, gets 400.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is unknown, `stateKey` is too short, or a trusted origin is not an origin.
 * @example
 * const mcp = mcpHandler(tools, { stateKey: process.env.MCP_STATE_KEY });
 * app.all('/mcp', apiKeyAuth(keys), (c) => mcp.fetch(c.req.raw, keyActor(principalOf(c))));
 */
export function mcpHandler(tools: readonly KeyTool[], options: McpHandlerOptions = {}): McpHandler {
  checkOptions(options, { of: 'mcpHandler', names: ['stateKey', 'trustedOrigins'] });
  const questions = confirmations(options.stateKey);
  const trustedOrigins = readTrustedOrigins(options.trustedOrigins);
  const handler = createMcpHandler(
    // Only `fetch` below sets it.
    ({ authInfo }) =>
      mcpServer(tools, { questions, actorOf: () => (authInfo?.extra?.actor as Actor) ?? null }),
  );
  return {
    async fetch(request, actor) {
      if (isCrossSite(request, trustedOrigins)) return fromOtherSite();
      // M05 rebinding
      if (mayBeRebound(request, trustedOrigins)) return fromOtherSite();
      const message = request.method === 'POST' ? await readMessage(request) : undefined;
      if (message instanceof Response) return message;
      // The SDK would open a stream, although there is nothing to subscribe to.
      const { method, id } = (message?.parsed ?? {}) as { readonly method?: unknown; readonly id?: unknown };
      if (method === 'subscriptions/listen')
        return jsonRpcError(404, 'Method not found', {
          code: ProtocolErrorCode.MethodNotFound,
          id: isMessageId(id) ? id : null,
        });
      const authInfo = { token: '', clientId: actor.id, scopes: [], extra: { actor } };
      const response = await handler.fetch(request, { authInfo, parsedBody: message?.parsed });
      response.headers.set('Cache-Control', 'no-store');
      return response;
    },
  };
}

/** Whether a value is the ID of a message, and so may be repeated in the response. */
function isMessageId(id: unknown): id is string | number {
  return typeof id === 'string' || typeof id === 'number';
}

function fromOtherSite(): Response {
  return jsonRpcError(403, 'requests from other sites are not allowed');
}

/**
 * Checks whether the page that sent a request may come from another site whose name was pointed at this server. To a
 * browser, it then looks like a page of this server. HTTPS rules that out, because that site has no certificate for
 * this server; so do the names of the machine itself.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http
 */
function mayBeRebound({ headers }: Request, trustedOrigins: ReadonlySet<string>): boolean {
  const origin = headers.get('Origin');
  if (origin === null || trustedOrigins.has(origin)) return false;
  return !/^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$)/.test(origin);
}

/**
 * Reads a message, or refuses it as the SDK would. The SDK itself would let many small chunks block the event loop.
 */
async function readMessage(request: Request): Promise<{ readonly parsed: unknown } | Response> {
  const body = await readBody(request, maxMessageBytes);
  if (!body.ok)
    return jsonRpcError(body.status, body.message, {
      headers: body.status === 413 ? { Connection: 'close' } : {},
    });
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.text);
  } catch {
    return jsonRpcError(400, 'the body is not JSON', { code: ProtocolErrorCode.ParseError });
  }
  // The SDK accepts the batches of earlier revisions, and would run all of their calls in one turn of the event loop.
  // F12 batches
  if (Array.isArray(parsed)) return jsonRpcError(400, noBatches, { code: ProtocolErrorCode.InvalidRequest });
  return { parsed };
}

const noBatches = 'send one message at a time: batches are not supported';

interface ErrorParts {
  readonly headers?: Readonly<Record<string, string>>;
  readonly code?: number;
  /** The ID of the request that failed. Default: none, because the error belongs to no request. */
  readonly id?: unknown;
}

/** Creates a response like the SDK's own: a JSON-RPC 2.0 error. */
function jsonRpcError(
  status: number,
  message: string,
  { headers = {}, code = -32_000, id = null }: ErrorParts = {},
): Response {
  return Response.json(
    { jsonrpc: '2.0', error: { code, message }, id },
    { status, headers: { 'Cache-Control': 'no-store', ...headers } },
  );
}
