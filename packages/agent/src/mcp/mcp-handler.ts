import { randomUUID } from 'node:crypto';
import { WebStandardStreamableHTTPServerTransport as Transport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { Actor } from '@postern/core';
import { streamWhile } from '@postern/management';
import { isCrossSite, readBody, readTrustedOrigins } from '@postern/management/internal';
import type { KeyTool } from '../tool.js';
import { type CallExtra, type Caller, mcpServer } from './mcp-server.js';
import { type McpSessions, mcpSessions, requirePositive } from './mcp-sessions.js';

/** What an endpoint may be told. */
export interface McpHandlerOptions {
  /** After how many milliseconds without a request a session may end. Default: half an hour. */
  readonly idleMs?: number | undefined;
  /**
   * How many sessions there may be at the same time. Default: 1,000, of which one person or team may have 32, and one key
   * 8. A key that begins more ends its own oldest one, never one of another key.
   */
  readonly maxSessions?: number | undefined;
  /** How often an open stream calls `stillThere`, in milliseconds. Default: 15 seconds. */
  readonly checkMs?: number | undefined;
  /** Origins other than its own whose pages may call it, such as `https://chat.example.com`. Default: none. */
  readonly trustedOrigins?: readonly string[] | undefined;
}

/** Says whether an actor is still there, or has a key that was revoked meanwhile. */
export type StillThere = () => boolean | Promise<boolean>;

/** An endpoint of the Model Context Protocol. */
export interface McpHandler {
  /**
   * Answers a request of somebody whom the host has authenticated. Authenticate each request: a session belongs to the
   * actor who began it, and does not exist for anybody else. `stillThere` checks whether the actor still has access: after
   * a call had to wait for a person's answer, for up to five minutes, and while a stream is open. It is called before each
   * event and every `checkMs`, and the stream ends if it resolves to false or throws. Default: the actor has.
   */
  readonly fetch: (request: Request, actor: Actor, stillThere?: StillThere) => Promise<Response>;
  /** Ends all sessions. */
  readonly close: () => Promise<void>;
}

/** How long a message may be, in bytes. */
const maxMessageBytes = 64 * 1024;

/**
 * Makes an endpoint of the Model Context Protocol over Streamable HTTP (revision 2025-11-25). Sessions are in the memory
 * of this process: where there are several, send each client to the same one. A batch of messages, which no revision has had
 * since 2025-06-18, gets 400.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` where a bound is no whole number from 1, or a trusted origin is none.
 * @example
 * const mcp = mcpHandler(tools);
 * app.all('/mcp', apiKeyAuth(keys), (c) => mcp.fetch(c.req.raw, keyActor(principalOf(c))));
 */
export function mcpHandler(tools: readonly KeyTool[], options: McpHandlerOptions = {}): McpHandler {
  const { idleMs = 30 * 60 * 1_000, maxSessions = 1_000, checkMs = 15_000 } = options;
  const trustedOrigins = readTrustedOrigins(options.trustedOrigins);
  requirePositive({ checkMs });
  const sessions = mcpSessions({ idleMs, maxSessions });
  return {
    async fetch(request, actor, stillThere = () => true) {
      if (isCrossSite(request, trustedOrigins)) return jsonRpcError(403, 'another site may not ask for this');
      const sessionId = request.headers.get('mcp-session-id');
      const transport =
        sessionId === null ? await startSession(tools, sessions, actor) : sessions.use(sessionId, actor);
      if (transport === 'full')
        return jsonRpcError(503, 'too many sessions are open', { 'Retry-After': '60' });
      if (transport === undefined) return jsonRpcError(404, 'there is no such session');
      // For whom a message is handled comes with the request: permissions may have changed since the session began.
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

/** Reads a message, or refuses it as the transport would. The transport would let many small chunks block the event loop. */
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
  // The transport takes those of earlier revisions, and would handle all of their calls in one turn of the event loop.
  // F12 batches
  if (Array.isArray(parsed))
    return jsonRpcError(400, 'send one message at a time: batches are not supported', {}, -32_600);
  return { parsed };
}

function isStream({ headers }: Response): boolean {
  return headers.get('Content-Type')?.startsWith('text/event-stream') === true;
}

/** Where the request turns out to begin no session, what was made here is forgotten with it. */
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
  // Put there by `fetch`, and by nobody else.
  return (authInfo?.extra?.caller as Caller | undefined) ?? null;
}

/** An answer as the transport's own are: an error of JSON-RPC 2.0 that belongs to no request. */
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
