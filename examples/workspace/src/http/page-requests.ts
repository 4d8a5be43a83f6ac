import type { Context } from 'hono';

/** Where programs send their requests. They get errors as JSON, even if a browser sends one. */
const apiPaths = ['/api', '/v1', '/mcp', '/leaked-keys'];

/** Where people go. They get errors as pages, whatever sent the request. */
const pagePaths = ['/settings', '/agent', '/integrations', '/sign-in', '/sign-out'];

export function isApiPath(path: string): boolean {
  return isBelow(path, apiPaths);
}

/**
 * Checks whether an error should be a page. For a path that does not exist, it should if a browser sent the request:
 * only browsers send `Sec-Fetch-Site`, over https and to localhost, and elsewhere they accept HTML.
 */
export function wantsPage({ req }: Context): boolean {
  if (isApiPath(req.path)) return false;
  if (req.path === '/' || isBelow(req.path, pagePaths)) return true;
  return req.header('Sec-Fetch-Site') !== undefined || /\btext\/html\b/i.test(req.header('Accept') ?? '');
}

function isBelow(path: string, parents: readonly string[]): boolean {
  return parents.some((parent) => path === parent || path.startsWith(`${parent}/`));
}
