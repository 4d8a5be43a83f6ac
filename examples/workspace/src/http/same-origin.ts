import type { MiddlewareHandler } from 'hono';
import { HttpError } from './http-error.js';

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses changes that another site's page asks for with the person's cookie. Browsers say where a request comes
 * from; a request that says nothing (curl) comes from no page.
 */
export const sameOrigin: MiddlewareHandler = async function sameOrigin(c, next) {
  if (!safeMethods.has(c.req.method)) {
    const site = c.req.header('sec-fetch-site');
    const origin = c.req.header('origin');
    const fromElsewhere = site !== undefined && site !== 'same-origin' && site !== 'none';
    if (fromElsewhere || (origin !== undefined && !isOriginOf(origin, c.req.header('host')))) {
      throw new HttpError(403, 'another site may not change anything here');
    }
  }
  await next();
};

/** The scheme is left out: behind a proxy that ends TLS it is another one here. */
function isOriginOf(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}
