import type { MiddlewareHandler } from 'hono';

/**
 * Redirects from the path of a page with slashes at its end to the one without. The redirect is relative, because only
 * the browser knows the whole path. What is longer than any part of a path here is not repeated: it may be a token.
 */
export const trailingSlash: MiddlewareHandler = async function trailingSlash(c, next) {
  const [, lastPart, slashes] = /\/([\w-]{1,40})(\/+)$/.exec(c.req.path) ?? [];
  if (lastPart === undefined || slashes === undefined) return next();
  const { search } = new URL(c.req.url);
  return c.redirect(`${'../'.repeat(slashes.length)}${lastPart}${search}`, 308);
};
