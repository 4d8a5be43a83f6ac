import type { MiddlewareHandler } from 'hono';
import { isApiPath } from './page-requests.js';
import { holdsToken } from './text-field.js';

/**
 * Redirects from the path of a page with slashes at its end to the one without. `pathname` is not decoded, and the
 * target starts with exactly one slash: browsers take `//host` and `/\host` for the address of another host.
 */
export const trailingSlashes: MiddlewareHandler = async function trailingSlashes(c, next) {
  if (!c.req.path.endsWith('/') || c.req.path === '/' || isApiPath(c.req.path)) return next();
  const { pathname, search } = new URL(c.req.url);
  const target = `/${withoutSlashes(pathname)}${search}`;
  // P09 slashes
  if (holdsToken(target)) return next();
  return c.redirect(target, 308);
};

/** Without slashes at the beginning and at the end. A pattern would take long for many slashes before the end. */
function withoutSlashes(path: string): string {
  let [start, end] = [0, path.length];
  while (path[start] === '/') start += 1;
  while (end > start && path[end - 1] === '/') end -= 1;
  return path.slice(start, end);
}
