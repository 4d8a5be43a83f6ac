/**
 * Removes headers from a request. Its body is not touched, and remains a stream.
 *
 * @returns The same request, or one that replaces it if its headers cannot be changed, as on Deno and workers.
 * @example
 * const request = withoutHeaders(new Request('https://example.com/'), ['authorization', 'x-api-key']);
 */
export function withoutHeaders<Incoming extends Request>(
  request: Incoming,
  names: readonly string[],
): Incoming {
  try {
    for (const name of names) request.headers.delete(name);
    return request;
  } catch {
    const headers = new Headers(request.headers);
    for (const name of names) headers.delete(name);
    return replaced(request, headers) as Incoming;
  }
}

function replaced(request: Request, headers: Headers): Request {
  if (!request.bodyUsed) return new Request(request, { headers });
  // Someone has read the body already, so it can't be passed on.
  const { url, method, signal } = request;
  return new Request(url, { method, headers, signal });
}
