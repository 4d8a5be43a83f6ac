import { holdsSecret } from '@postern/core/ports';
import type { MiddlewareHandler } from 'hono';

/**
 * Redirects from the path of a page with slashes at its end to the one without. The redirect is relative, because only
 * the browser knows the whole path. What is longer than any part of a path here is not repeated: it may be a token. A
 * query that holds one is left out.
 */
export const trailingSlash: MiddlewareHandler = async function trailingSlash(c, next) {
  const [, lastPart, slashes] = /\/([\w-]{1,40})(\/+)$/.exec(c.req.path) ?? [];
  if (lastPart === undefined || slashes === undefined) return next();
  if (holdsSecret(lastPart)) return next();
  const { search, searchParams } = new URL(c.req.url);
  // P09 query
  const isSafe = ![...searchParams].flat().some(holdsSecret);
  return c.redirect(`${'../'.repeat(slashes.length)}${lastPart}${isSafe ? search : ''}`, 308);
};
