import type { Context } from 'hono';

const credentialHeaders = ['authorization', 'x-api-key'];

/**
 * Gives the header lines of a request. On Node, `@hono/node-server` passes on the lines as they came. Elsewhere there
 * is only `Headers`, which joins repeated lines by a comma: what was repeated is ambiguous there by its comma.
 *
 * The lines count only as long as they say the same as the request: a request made within the process
 * (`app.request(…, c.env)`) comes with the lines of another one, and a middleware may have replaced the request.
 */
export function rawHeadersOf(c: Context): readonly string[] {
  const { headers } = c.req.raw;
  const lines = nodeLines(c.env);
  const isOfRequest =
    lines !== undefined && credentialHeaders.every((name) => joined(lines, name) === headers.get(name));
  return isOfRequest ? lines : [...headers].flat();
}

/** Found by its shape, so that nothing is imported from the server. */
function nodeLines(env: unknown): readonly string[] | undefined {
  const lines = propertyOf(propertyOf(env, 'incoming'), 'rawHeaders');
  const areTexts = Array.isArray(lines) && lines.every((text) => typeof text === 'string');
  return areTexts ? lines : undefined;
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** Joins the lines of a header as `Headers` does. Node has cut off the white space around each already. */
function joined(lines: readonly string[], header: string): string | null {
  let value: string | null = null;
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const name = lines[at] ?? '';
    const line = lines[at + 1] ?? '';
    if (name.length !== header.length || name.toLowerCase() !== header) continue;
    value = value === null ? line : `${value}, ${line}`;
  }
  return value;
}
