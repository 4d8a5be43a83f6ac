import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { ManagementHandler } from './management-handler.js';

/** Handles the requests of a `node:http` or `node:http2` server. */
export type NodeListener = (
  incoming: IncomingMessage | Http2ServerRequest,
  outgoing: ServerResponse | Http2ServerResponse,
) => void;

/** A request whose body a parser of the host may have read already. */
type Parsed = (IncomingMessage | Http2ServerRequest) & { readonly body?: unknown; rawBody?: unknown };

/**
 * Creates a listener for Node's own servers, including HTTP/2, and for Express. The handler's routes are below the path
 * that it is mounted at. Express: `app.use('/api/settings', nodeListener(manage))`.
 *
 * @example
 * createServer(nodeListener(managementHandler(keys, { authenticate, ownersOf }))).listen(8080);
 */
export function nodeListener(handler: ManagementHandler): NodeListener {
  // The settings pages also use what the server knows besides the request.
  const answer: (request: Request, env: unknown) => Promise<Response> = handler;
  const listen = getRequestListener(
    async (request, env) => {
      const response = await answer(request, env);
      // Something else has responded in the meantime, usually a timeout.
      return env.outgoing.headersSent || env.outgoing.writableEnded ? RESPONSE_ALREADY_SENT : response;
    },
    { overrideGlobalObjects: false },
  );
  return (incoming, outgoing) => {
    if (incoming.httpVersion === '1.0' && 'assignSocket' in outgoing) resetIfDestroyed(outgoing);
    const unreadable = restoreBody(incoming);
    if (unreadable === undefined) return void listen(incoming, outgoing);
    outgoing.statusCode = 400;
    outgoing.setHeader('Content-Type', 'text/plain; charset=utf-8');
    outgoing.setHeader('Cache-Control', 'no-store');
    outgoing.end(`The body cannot be read: ${unreadable}\n`);
  };
}

/**
 * A response over HTTP/1.0 ends when its connection is closed, so one that fails looks complete unless the connection
 * is reset. Proxies use HTTP/1.0: nginx does so by default. Only TCP can reset a connection.
 *
 * @see RFC 9112 §8
 */
function resetIfDestroyed(outgoing: ServerResponse): void {
  const destroy = outgoing.destroy.bind(outgoing);
  outgoing.destroy = (...error) => {
    try {
      // F01 reset
      outgoing.socket?.resetAndDestroy();
    } catch {
      // It is not plain TCP, but TLS or a Unix socket.
    }
    return destroy(...error);
  };
}

/**
 * Restores a body that an Express parser has read: its stream is at the end. Returns why it cannot be restored: the
 * parser turned a form field into something other than text, or replaced bytes.
 */
function restoreBody(incoming: Parsed): string | undefined {
  if (!incoming.readableEnded || !hasBody(incoming)) return undefined;
  const body = bytesOf(incoming);
  if (body === undefined) return 'send text fields only.';
  // F18 parsers
  if (isAltered(incoming)) return 'it is not UTF-8.';
  incoming.rawBody = body;
  return undefined;
}

/**
 * A parser that decodes a body replaces bytes that are not UTF-8 with U+FFFD. A text that contained U+FFFD from the
 * start is refused too, because it looks the same.
 */
function isAltered({ body, rawBody }: Parsed): boolean {
  if (rawBody instanceof Buffer || body instanceof Buffer) return false;
  return JSON.stringify(body)?.includes('\uFFFD') === true;
}

/** RFC 9112 §6: a request has a body if it has one of these headers. A parser may leave `{}` where there isn't one. */
function hasBody({ headers }: Parsed): boolean {
  return Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
}

function bytesOf({ body, rawBody, headers }: Parsed): Buffer | undefined {
  if (rawBody instanceof Buffer) return rawBody;
  if (body instanceof Buffer) return body;
  if (typeof body === 'string') return Buffer.from(body);
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '');
  const text = isForm ? formText(body) : JSON.stringify(body);
  return text === undefined ? undefined : Buffer.from(text);
}

/** A repeated field is a list. Parsers may turn `name[key]` into an object, which is refused. */
function formText(fields: unknown): string | undefined {
  const form = new URLSearchParams();
  for (const [name, values] of Object.entries(fields ?? {}))
    for (const value of Array.isArray(values) ? values : [values]) {
      if (typeof value !== 'string') return undefined;
      form.append(name, value);
    }
  return form.toString();
}
