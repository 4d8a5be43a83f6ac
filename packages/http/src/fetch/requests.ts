/**
 * Takes headers out of a request. Its body stays as it is, and streams on.
 *
 * @returns The same request, or one in its place if its headers cannot be changed, as with those of Deno and workers.
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
  // Someone has read the body, and has it.
  const { url, method, signal } = request;
  return new Request(url, { method, headers, signal });
}
