import type { RawHeaders } from '../extract-credential.js';

/** The headers that `authenticate` reads. Reading all of them would cost more than the rest of it. */
const readNames = ['authorization', 'x-api-key', 'origin', 'access-control-request-method'];

/**
 * Returns the header lines that `authenticate` reads. `Headers` has joined repeated lines with a comma, so the comma
 * makes them ambiguous.
 *
 * @example
 * const { method, url, headers } = new Request('https://example.com/');
 * const authentication = await authenticator.authenticate({ method, url, rawHeaders: rawHeadersFrom(headers) });
 */
export function rawHeadersFrom(headers: Headers): RawHeaders {
  const lines: string[] = [];
  for (const name of readNames) {
    const value = headers.get(name);
    if (value !== null) lines.push(name, value);
  }
  return lines;
}
