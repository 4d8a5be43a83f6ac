import type { IncomingMessage } from 'node:http';
import { isListOfStrings, isProxy } from '@postern/core/ports';
import { rawHeadersFrom, withoutHeaders } from '@postern/http/fetch';
import { removeHeaders as removeFromIncoming } from '@postern/http/node';
import type { Context } from 'hono';

/**
 * Returns the header lines of a request. On Node, `@hono/node-server` passes on the lines as they were sent.
 * Elsewhere there is only `Headers`, which joins repeated lines with a comma: there, the comma makes them ambiguous.
 *
 * The lines are used only if they agree with the request: a request made within the process (`app.request(…, c.env)`)
 * comes with the lines of another one, and a middleware may have replaced the request.
 */
export function rawHeadersOf(c: Context): readonly string[] {
  return incomingOf(c)?.rawHeaders ?? rawHeadersFrom(c.req.raw.headers);
}

/**
 * Takes headers out of a request, in every form in which a handler may read them: those of Hono's request, and those
 * of Node's.
 */
export function removeHeaders(c: Context, names: readonly string[]): void {
  const incoming = incomingOf(c);
  c.req.raw = withoutHeaders(c.req.raw, names);
  if (incoming !== undefined) removeFromIncoming(incoming, names);
}

/** Returns Node's request behind a request, if it has the same headers. */
function incomingOf(c: Context): IncomingMessage | undefined {
  const incoming = propertyOf(c.env, 'incoming');
  const lines = propertyOf(incoming, 'rawHeaders');
  // Recognised by their shape, so that nothing has to be imported from the server.
  if (!isListOfStrings(lines)) return undefined;
  const isOfRequest = isUntouched(c.req.raw, incoming) || agrees(c.req.raw, lines);
  return isOfRequest ? (incoming as IncomingMessage) : undefined;
}

/**
 * Checks that a request can have no other headers than `incoming`: it was created from it, and no one has used its
 * `headers` yet. Using them here would create them for every request, which costs half as much as a verification.
 */
function isUntouched(request: Request, incoming: unknown): boolean {
  // A proxy can hide the headers of its request in ways that can't be seen.
  if (isProxy(request)) return false;
  server ??= recogniseServer(request, incoming);
  if (server === undefined || Object.getPrototypeOf(request) !== server.requestPrototype) return false;
  if (getterOf(server.requestPrototype) !== server.headersGetter) return false;
  const kept = request as unknown as Readonly<Record<PropertyKey, unknown>>;
  // An own `headers` would hide those of the prototype.
  return (
    kept[server.incomingKey] === incoming && !(server.headersKey in kept) && !Object.hasOwn(kept, 'headers')
  );
}

/** A server whose requests create their `Headers` on first use, and keep them as a property. */
interface LazyServer {
  readonly requestPrototype: object;
  /** The getter of `headers`. A middleware may replace it. */
  readonly headersGetter: () => unknown;
  readonly incomingKey: PropertyKey;
  readonly headersKey: PropertyKey;
}

let server: LazyServer | undefined;

/** Learns the keys from the first request of the server: they are symbols that it does not export. */
function recogniseServer(request: Request, incoming: unknown): LazyServer | undefined {
  const { headers } = request;
  const keyOf = (value: unknown) =>
    Reflect.ownKeys(request).find((key) => Reflect.get(request, key) === value);
  const incomingKey = keyOf(incoming);
  const headersKey = keyOf(headers);
  const requestPrototype: object = Object.getPrototypeOf(request);
  const headersGetter = getterOf(requestPrototype);
  if (incomingKey === undefined || headersKey === undefined || headersGetter === undefined) return undefined;
  // A prototype that a middleware has put in front of the server's has only what it overrides.
  if (!Object.hasOwn(requestPrototype, 'method') || !Object.hasOwn(requestPrototype, 'url')) return undefined;
  return { requestPrototype, headersGetter, incomingKey, headersKey };
}

function getterOf(prototype: object): (() => unknown) | undefined {
  return Object.getOwnPropertyDescriptor(prototype, 'headers')?.get;
}

const credentialHeaders = ['authorization', 'x-api-key'];

/** Checks that the headers that matter have the same values in both. */
function agrees({ headers }: Request, lines: readonly string[]): boolean {
  return credentialHeaders.every((name) => joinLines(lines, name) === headers.get(name));
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** Joins the lines of a header as `Headers` does. Node has already trimmed each of them. */
function joinLines(lines: readonly string[], header: string): string | null {
  let value: string | null = null;
  for (let index = 0; index + 1 < lines.length; index += 2) {
    const name = lines[index] ?? '';
    const line = lines[index + 1] ?? '';
    if (name.length !== header.length || name.toLowerCase() !== header) continue;
    value = value === null ? line : `${value}, ${line}`;
  }
  return value;
}
