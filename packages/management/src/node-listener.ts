import type { IncomingMessage, RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { ManagementHandler } from './management-handler.js';

/** A request whose body a parser of the host may have read already. */
type Read = IncomingMessage & { readonly body?: unknown; rawBody?: Buffer };

/**
 * Makes a listener for Node's own server, and for Express: below the path that it is used at, the routes are the
 * handler's. Express: `app.use('/api/settings', nodeListener(manage))`.
 *
 * @example
 * createServer(nodeListener(managementHandler(keys, { authenticate, ownersOf }))).listen(8080);
 */
export function nodeListener(handler: ManagementHandler): RequestListener {
  const listen = getRequestListener(handler, { overrideGlobalObjects: false });
  return (incoming, outgoing) => {
    restoreBody(incoming);
    void listen(incoming, outgoing);
  };
}

/** Behind a parser of Express the stream is at its end: what the parser made of it is written down again. */
function restoreBody(incoming: Read): void {
  if (incoming.body === undefined || incoming.rawBody !== undefined || !incoming.readableEnded) return;
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(incoming.headers['content-type'] ?? '');
  incoming.rawBody = Buffer.from(isForm ? formText(incoming.body) : JSON.stringify(incoming.body));
}

/** A field that came several times is a list. */
function formText(fields: unknown): string {
  const form = new URLSearchParams();
  for (const [name, values] of Object.entries(fields ?? {}))
    for (const value of [values].flat()) form.append(name, String(value));
  return form.toString();
}
