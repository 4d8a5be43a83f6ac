import { formReferrerPolicy } from '@postern/management';
import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { NodeEnv, PageContext, PageEnv } from './visit.js';

/**
 * Adds the page at the path of the mount. It redirects to the person's own keys. The redirect is relative, because only the
 * browser knows the whole path, so it depends on whether that path ends in a slash. A mount hides this: both are `/` here. On
 * Node, the original request has the path. Elsewhere, a page refreshes itself, and the browser then sends its path as `Referer`.
 */
export function addRootPage(app: Hono<PageEnv>): void {
  app.get('/', (c) => {
    const isRefreshed = c.req.query('keys') !== undefined;
    const path = originalPath(c.env) ?? (isRefreshed ? refererPath(c) : undefined);
    if (path !== undefined) return c.redirect(keysFrom(path), 303);
    const { texts } = c.get('page');
    return c.html(html`<!doctype html>
<html lang="${texts.language}">
<head><meta charset="utf-8"><meta name="referrer" content="${formReferrerPolicy}"><meta http-equiv="refresh" content="0; url=?keys"><title>${texts.settings}</title></head>
<body><a href="?keys">${texts.apiKeys}</a></body>
</html>
`);
  });
}

/** The way from a path to the keys below it. The `./` keeps a colon in the last part from ending a scheme. */
function keysFrom(path: string): string {
  const lastPart = path.slice(path.lastIndexOf('/') + 1);
  return lastPart === '' ? './user/keys' : `./${lastPart}/user/keys`;
}

function originalPath(env: NodeEnv | undefined): string | undefined {
  const url = env?.incoming?.originalUrl ?? env?.incoming?.url;
  return typeof url === 'string' ? url.replace(/[?#].*$/s, '') : undefined;
}

/** If the browser sends no `Referer`, its path is assumed to end in a slash. */
function refererPath(c: PageContext): string {
  const referer = c.req.header('Referer') ?? '';
  return URL.canParse(referer) ? new URL(referer).pathname : '/';
}
