import { formReferrerPolicy } from '@postern/management';
import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { NodeEnv, PageContext, PageEnv } from './visit.js';

/**
 * Adds the page that the pages are mounted at: it leads to the person's own keys. The redirect is relative, since only the
 * browser knows the whole path. So it depends on whether that path ends in a slash, and a mount hides this: both are `/` here.
 * On Node the original request tells. Elsewhere the browser is asked: the page leads to itself, and the browser then sends
 * where it was as `Referer`.
 */
export function addRootPage(app: Hono<PageEnv>): void {
  app.get('/', (c) => {
    const isAsked = c.req.query('keys') !== undefined;
    const path = originalPath(c.env) ?? (isAsked ? refererPath(c) : undefined);
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

/** From a path to the keys below it. The `./` keeps a colon in its last part from being read as the end of a scheme. */
function keysFrom(path: string): string {
  const lastPart = path.slice(path.lastIndexOf('/') + 1);
  return lastPart === '' ? './user/keys' : `./${lastPart}/user/keys`;
}

function originalPath(env: NodeEnv | undefined): string | undefined {
  const url = env?.incoming?.originalUrl ?? env?.incoming?.url;
  return typeof url === 'string' ? url.replace(/[?#].*$/s, '') : undefined;
}

/** Of a browser that sends no `Referer`, the path is taken to end in a slash. */
function refererPath(c: PageContext): string {
  const referer = c.req.header('Referer') ?? '';
  return URL.canParse(referer) ? new URL(referer).pathname : '/';
}
