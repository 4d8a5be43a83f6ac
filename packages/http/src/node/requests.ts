import type { IncomingMessage } from 'node:http';

/**
 * Removes headers from a request, in every form in which Node keeps them: `headers`, `headersDistinct` and
 * `rawHeaders`. All three are changed in place, so that code that already holds them can't read the headers either.
 *
 * @param names In lower case.
 * @example
 * createServer((req, res) => {
 *   removeHeaders(req, ['authorization', 'x-api-key']);
 *   res.end(JSON.stringify(req.rawHeaders));
 * });
 */
export function removeHeaders(req: IncomingMessage, names: readonly string[]): void {
  // Read before the lines are gone: Node creates both from them, on first use.
  const { headers, headersDistinct, rawHeaders } = req;
  for (const name of names) {
    delete headers[name];
    // The requests of HTTP/2 have none.
    if (headersDistinct !== undefined) delete headersDistinct[name];
  }
  for (let index = rawHeaders.length - 2; index >= 0; index -= 2)
    if (names.includes(rawHeaders[index]?.toLowerCase() ?? '')) rawHeaders.splice(index, 2);
}
