import { PosternError } from '@postern/core';
import { formReferrerPolicy } from '@postern/management';
import { findPath, ownersAt } from '@postern/management/internal';
import type { Hono } from 'hono';
import { html } from 'hono/html';
import {
  type HonoContext,
  type NodeEnv,
  ownPath,
  type PageDeps,
  type PageEnv,
  pageContext,
} from './page-context.js';

/**
 * Adds the page at the path of the mount. It redirects to the person's own keys. The redirect is relative, because only
 * the browser knows the whole path, so it depends on whether that path ends in a slash. A mount hides this: both are
 * `/` here. On Node, the original request has the path. Elsewhere, a page refreshes itself, and the browser then sends
 * its path as `Referer`.
 */
export function addRootPage(app: Hono<PageEnv>, deps: PageDeps): void {
  app.get('/', async (c) => {
    const isRefreshed = c.req.query('keys') !== undefined;
    const path = originalPath(c.env) ?? (isRefreshed ? refererPath(c) : undefined);
    if (path !== undefined) return c.redirect(`${startOf(path)}${await firstPath(c, deps)}/keys`, 303);
    const { texts } = c.get('page');
    return c.html(html`<!doctype html>
<html lang="${texts.language}">
<head><meta charset="utf-8"><meta name="referrer" content="${formReferrerPolicy}"><meta http-equiv="refresh" content="0; url=?keys"><title>${texts.settings}</title></head>
<body><a href="?keys">${texts.apiKeys}</a></body>
</html>
`);
  });
}

/**
 * The path of the person's own keys, or, if those have no page, of the first owner that the person may name.
 *
 * @throws {SignedOut} if no one is signed in; `PosternError` `ERR_KEY_NOT_FOUND` if there is no such owner.
 */
async function firstPath(c: HonoContext, deps: PageDeps): Promise<string> {
  const { ownerRoutes } = c.get('page');
  const own = ownPath(c.get('page'));
  if (own !== undefined) return own;
  const { owners, actor } = await pageContext(c, deps);
  const [first] = ownerRoutes.flatMap((route) => ownersAt(owners, route, actor));
  const path = first && findPath(ownerRoutes, first);
  if (path !== undefined) return path;
  throw new PosternError('ERR_KEY_NOT_FOUND', 'there is no owner whose keys this person may see');
}

/**
 * The start of a relative URL from a path to what is below it. The `./` keeps a colon in the last part from looking
 * like a scheme.
 */
function startOf(path: string): string {
  const lastPart = path.slice(path.lastIndexOf('/') + 1);
  return lastPart === '' ? '.' : `./${lastPart}`;
}

function originalPath(env: NodeEnv | undefined): string | undefined {
  const url = env?.incoming?.originalUrl ?? env?.incoming?.url;
  return typeof url === 'string' ? url.replace(/[?#].*$/s, '') : undefined;
}

/** If the browser sends no `Referer`, its path is assumed to end in a slash. */
function refererPath(c: HonoContext): string {
  const referer = c.req.header('Referer') ?? '';
  return URL.canParse(referer) ? new URL(referer).pathname : '/';
}
