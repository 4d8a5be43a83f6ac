import type { IncomingMessage } from 'node:http';
import { rawHeadersFrom, withoutHeaders } from '@postern/http/fetch';
import { incomingBehind, removeHeaders as removeFromIncoming } from '@postern/http/node';
import type { Context } from 'hono';

/**
 * Returns the header lines of a request. On Node, `@hono/node-server` passes on the lines as they were sent.
 * Elsewhere there is only `Headers`, which joins repeated lines with a comma: there, the comma makes them ambiguous.
 */
export function rawHeadersOf(c: Context): readonly string[] {
  return incomingOf(c)?.rawHeaders ?? rawHeadersFrom(c.req.raw.headers);
}

/**
 * Removes headers from a request, in every form in which a handler may read them: those of Hono's request, and those
 * of Node's.
 */
export function removeHeaders(c: Context, names: readonly string[]): void {
  const incoming = incomingOf(c);
  c.req.raw = withoutHeaders(c.req.raw, names);
  if (incoming !== undefined) removeFromIncoming(incoming, names);
}

function incomingOf(c: Context): IncomingMessage | undefined {
  return incomingBehind(c.req.raw, c.env?.incoming);
}
