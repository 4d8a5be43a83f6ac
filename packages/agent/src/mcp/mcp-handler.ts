import { randomUUID } from 'node:crypto';
import { WebStandardStreamableHTTPServerTransport as Transport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { Actor } from '@postern/core';
import { requireWholeNumber } from '@postern/core/ports';
import { isCrossSite, readBody, streamWhile } from '@postern/management';
import { readTrustedOrigins } from '@postern/management/internal';
import type { KeyTool } from '../tool.js';
import { type CallExtra, type Caller, mcpServer } from './mcp-server.js';
import { type McpSessions, mcpSessions } from './mcp-sessions.js';

/** The options of an endpoint. */
export interface McpHandlerOptions {
  /** After how many milliseconds without a request a session may end. Default: half an hour. */
  readonly idleMs?: number | undefined;
  /**
   * How many sessions there may be at the same time. Default: 1,000, of which one person or team may have 32, and one
   * key 8. A key that starts more ends its own oldest one, never one of another key.
   */
  readonly maxSessions?: number | undefined;
  /** How often an open stream calls `stillThere`, in milliseconds. Default: 15 seconds. */
  readonly checkMs?: number | undefined;
  /** Other origins whose pages may call this endpoint, such as `https://chat.example.com`. Default: none. */
  readonly trustedOrigins?: readonly string[] | undefined;
}

/**
 * Checks whether an actor still has access. It returns `false` if, for example, the key has been revoked in the
 * meantime.
 */
export type StillThere = () => boolean | Promise<boolean>;

/** An endpoint of the Model Context Protocol. */
export interface McpHandler {
  /**
   * Answers a request from an actor whom the host has authenticated. Authenticate each request: a session belongs to
   * the actor who started it, and does not exist for anyone else. `stillThere` checks whether the actor still has
   * access. It is called after a call has waited for a person's answer, which may take five minutes, and while a
   * stream is open: before each event and every `checkMs`. The stream ends if it resolves to `false` or throws.
   * Default: always `true`.
   */
  readonly fetch: (request: Request, actor: Actor, stillThere?: StillThere) => Promise<Response>;
  /** Ends all sessions. */
  readonly close: () => Promise<void>;
}

const maxMessageBytes = 64 * 1024;

/**
 * Creates an endpoint of the Model Context Protocol over Streamable HTTP (revision 2025-11-25). Sessions are in the
 * memory of this process: if you run several processes, send each client to the same one. A batch of messages, which
 * the protocol dropped in revision 2025-06-18, gets 400.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if a limit is not a whole number, 1 or more, or a trusted origin is
 *   not an origin.
 * @example
 * const mcp = mcpHandler(tools);
 * app.all('/mcp', apiKeyAuth(keys), (c) => mcp.fetch(c.req.raw, keyActor(principalOf(c))));
 */
export function mcpHandler(tools: readonly KeyTool[], options: McpHandlerOptions = {}): McpHandler {
  const { idleMs = 30 * 60 * 1_000, maxSessions = 1_000, checkMs = 15_000 } = options;
  const trustedOrigins = readTrustedOrigins(options.trustedOrigins);
  requireWholeNumber(checkMs, { name: 'checkMs' });
  const sessions = mcpSessions({ idleMs, maxSessions });
  return {
    async fetch(request, actor, stillThere = () => true) {
      if (isCrossSite(request, trustedOrigins))
        return jsonRpcError(403, 'requests from other sites are not allowed');
      const sessionId = request.headers.get('mcp-session-id');
      const transport =
        sessionId === null ? await startSession(tools, sessions, actor) : sessions.use(sessionId, actor);
      if (transport === 'full')
        return jsonRpcError(503, 'too many sessions are open', { 'Retry-After': '60' });
      if (transport === undefined) return jsonRpcError(404, 'there is no such session');
      // The caller comes with each request, not with the session: permissions may have changed since it started.
      const authInfo = {
        token: '',
        clientId: actor.id,
        scopes: [],
        extra: { caller: { actor, stillThere } },
      };
      const message = request.method === 'POST' ? await readMessage(request) : undefined;
      if (message instanceof Response) return message;
      const response = await transport.handleRequest(request, { authInfo, parsedBody: message?.parsed });
      if (response.body === null || !isStream(response)) return response;
      return new Response(streamWhile(response.body, { stillThere, everyMs: checkMs }), response);
    },
    close: () => sessions.close(),
  };
}

/**
 * Reads a message, or refuses it as the transport would. The transport itself would let many small chunks block the
 * event loop.
 */
async function readMessage(request: Request): Promise<{ readonly parsed: unknown } | Response> {
  const body = await readBody(request, maxMessageBytes);
  if (!body.ok)
    return jsonRpcError(body.status, body.message, body.status === 413 ? { Connection: 'close' } : {});
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.text);
  } catch {
    return jsonRpcError(400, 'the body is not JSON', {}, -32_700);
  }
  // The transport accepts the batches of earlier revisions, and would run all of their calls in one turn of the event
  // loop.
  // F12 batches
  if (Array.isArray(parsed))
    return jsonRpcError(400, 'send one message at a time: batches are not supported', {}, -32_600);
  return { parsed };
}

function isStream({ headers }: Response): boolean {
  return headers.get('Content-Type')?.startsWith('text/event-stream') === true;
}

/**
 * Creates a transport. It is added to the sessions only if the request initializes one; otherwise it is dropped with
 * it.
 */
async function startSession(
  tools: readonly KeyTool[],
  sessions: McpSessions,
  actor: Actor,
): Promise<Transport | 'full'> {
  if (!sessions.hasRoom(actor)) return 'full';
  const transport: Transport = new Transport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (sessionId) => sessions.add(sessionId, { actor, transport }),
    onsessionclosed: (sessionId) => sessions.forget(sessionId),
  });
  await mcpServer(tools, callerOf).connect(transport);
  return transport;
}

function callerOf({ authInfo }: CallExtra): Caller | null {
  // Only `fetch` sets it.
  return (authInfo?.extra?.caller as Caller | undefined) ?? null;
}

/** Creates a response like the transport's own: a JSON-RPC 2.0 error that belongs to no request. */
function jsonRpcError(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
  code = -32_000,
): Response {
  return Response.json(
    { jsonrpc: '2.0', error: { code, message }, id: null },
    { status, headers: { 'Cache-Control': 'no-store', ...headers } },
  );
}
