import { defaultCacheControl, mergeVary } from '@postern/http';
import type { Context } from 'hono';

/** Keeps the response of a handler from being served to another caller. */
export function protectResponse(c: Context): void {
  const { headers } = c.res;
  setHeader(c, 'Vary', mergeVary(headers.get('Vary')));
  if (!headers.has('Cache-Control')) setHeader(c, 'Cache-Control', defaultCacheControl);
}

/** The headers of a response that came from `fetch` can't be changed; `c.header` copies the response, which costs. */
function setHeader(c: Context, name: string, value: string): void {
  try {
    c.res.headers.set(name, value);
  } catch {
    c.header(name, value);
  }
}
