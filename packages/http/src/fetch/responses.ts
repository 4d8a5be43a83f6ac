import { defaultCacheControl, mergeVary, refusalHeaderNames } from '../build-refusal.js';
import { type ProblemResponse, problemContentType } from '../http-refusal.js';

/**
 * Keeps caches from serving a response to another caller. It adds to `Vary`, and sets `Cache-Control` to
 * `private, no-store` unless the handler set it.
 *
 * @returns The same response, or a copy if its headers cannot be changed, as with those of `fetch`.
 * @example
 * const response = protectResponse(await fetch('https://example.com/'));
 */
export function protectResponse(response: Response): Response {
  try {
    protectHeaders(response.headers);
    return response;
  } catch {
    // A copy of a response that opens a web socket would not open it, and a network error has no headers.
    if (response.status < 200) return response;
    const copy = new Response(response.body, response);
    protectHeaders(copy.headers);
    return copy;
  }
}

/**
 * Does the same as `protectResponse`, on the headers of a response.
 *
 * @throws {TypeError} if they cannot be changed.
 */
export function protectHeaders(headers: Headers): void {
  headers.set('Vary', mergeVary(headers.get('Vary')));
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', defaultCacheControl);
}

/** The host's own body for a refusal, and its headers: the refusal's own replace them, but not the `Content-Type`. */
type OwnBody = Pick<Response, 'body' | 'headers'>;

/** Creates the response to a refused request: its problem document (RFC 9457), or the host's own body. */
export function refusalResponse(refusal: ProblemResponse, own?: OwnBody): Response {
  const { status, problem } = refusal;
  const response =
    own === undefined
      ? new Response(JSON.stringify(problem), { status, headers: { 'Content-Type': problemContentType } })
      : new Response(own.body, { status, headers: own.headers });
  setRefusalHeaders(response.headers, refusal);
  return response;
}

/**
 * Sets the headers of a refusal, in place of those that earlier code set. `Vary` is merged with the one that is there.
 */
export function setRefusalHeaders(headers: Headers, refusal: ProblemResponse): void {
  const vary = mergeVary(headers.get('Vary'));
  for (const name of refusalHeaderNames) headers.delete(name);
  for (const [name, value] of Object.entries(refusal.headers)) headers.set(name, value);
  headers.set('Vary', vary);
}
