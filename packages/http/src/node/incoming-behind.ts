import type { IncomingMessage } from 'node:http';
import { isListOfStrings, isProxy } from '@postern/core/ports';

/**
 * Returns Node's request behind a request of the Fetch API. It has the header lines as they were sent, while `Headers`
 * joins repeated lines with a comma.
 *
 * @param incoming What the server passes on as Node's request, such as the `incoming` of `@hono/node-server`. It is
 *   returned only if the credentials in it are those of the request: a request made within the process may come with
 *   the `incoming` of another one, and a middleware may have replaced the request.
 * @example
 * function linesOf(request: Request, { incoming }: { incoming?: unknown }): readonly string[] | undefined {
 *   return incomingBehind(request, incoming)?.rawHeaders;
 * }
 */
export function incomingBehind(request: Request, incoming: unknown): IncomingMessage | undefined {
  // Recognised by its shape, so that nothing has to be imported from the server.
  const lines: unknown = (incoming as Partial<IncomingMessage> | null | undefined)?.rawHeaders;
  if (!isListOfStrings(lines)) return undefined;
  const isOfRequest = isUntouched(request, incoming) || agrees(request, lines);
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
