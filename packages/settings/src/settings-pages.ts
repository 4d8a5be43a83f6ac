import type { ApiKeys } from '@postern/core';
import { formReferrerPolicy, isCrossSite } from '@postern/management';
import { ownerPaths, readTrustedOrigins, reportUnexpected } from '@postern/management/internal';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { type Asset, type Assets, assetsWith } from './assets.js';
import { errorPage } from './error-page.js';
import { addKeyPages } from './key-pages.js';
import { addOfferPages } from './offer-pages.js';
import type { SettingsOptions } from './options.js';
import { type HonoContext, type NodeEnv, type PageEnv, rootFrom } from './page-context.js';
import { securityHeaders } from './security-headers.js';
import { en } from './texts/en.js';
import { messagePage } from './views/layout.js';

/**
 * Responds to requests for the pages. Never rejects. `env` is optional: what the server knows besides the request, as
 * Hono's `mount` and `nodeListener` pass it on.
 */
export type SettingsHandler = (request: Request, env?: unknown) => Promise<Response>;

/**
 * Creates the pages where people create, see and delete keys: `/user/keys`, and `/teams/{teamId}/keys` for each of
 * their teams; and `/offers/{offerId}`, where they reveal a key that was offered. Mount them below any path, which then
 * redirects to `/user/keys`. They work without JavaScript; with it, forms open as dialogs.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if a trusted origin is not an origin.
 * @example
 * app.mount('/settings', settingsPages(keys, { authenticate, ownersOf, signInUrl: () => '/sign-in' }));
 */
export function settingsPages(keys: ApiKeys, options: SettingsOptions): SettingsHandler {
  const { texts = en, links = [], theme = {} } = options;
  const assets = assetsWith(theme);
  const trustedOrigins = readTrustedOrigins(options.trustedOrigins);
  const app = new Hono<PageEnv>();
  const refuse = (
    c: HonoContext,
    reason: 'notFound' | 'methodNotAllowed' | 'crossSite',
    status: 403 | 404 | 405,
  ) => {
    const page = c.get('page');
    return c.html(messagePage(page, page.texts[reason]), status);
  };

  app.use(securityHeaders);
  app.use(async (c, next) => {
    // Must come first: no `Request` can have this method, so anything that builds one would throw.
    if (c.req.method === 'TRACE')
      return c.text('TRACE is not supported.\n', 405, { Allow: 'GET, HEAD, POST' });
    return next();
  });
  app.use(async (c, next) => {
    const root = rootFrom(c.req.path);
    c.set('page', { texts: typeof texts === 'function' ? texts(c.req.raw) : texts, assets, links, root });
    await next();
  });
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed(c, methods) {
        c.header('Allow', methods.join(', '));
        return refuse(c, 'methodNotAllowed', 405);
      },
    }),
  );
  app.notFound((c) => refuse(c, 'notFound', 404));
  app.onError((error, c) => errorPage(c, error, { keys, options }));
  serveAssets(app, assets);
  app.use(async (c, next) => {
    // M05 pages
    if (isCrossSite(c.req.raw, trustedOrigins)) return refuse(c, 'crossSite', 403);
    return next();
  });
  addRootPage(app);
  for (const ownerPath of ownerPaths) addKeyPages(app, ownerPath, { keys, options });
  addOfferPages(app, { keys, options });
  return async (request, env) => {
    try {
      return await app.fetch(request, env as NodeEnv | undefined);
    } catch (thrown) {
      // Hono passes only `Error`s to `onError`, and without texts there can be no page.
      reportUnexpected(keys, thrown);
      return unavailable();
    }
  };
}

function unavailable(): Response {
  return new Response('This page is temporarily unavailable. Try again shortly.\n', {
    status: 503,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      'Retry-After': '1',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

/**
 * Adds the page at the path of the mount. It redirects to the person's own keys. The redirect is relative, because only
 * the browser knows the whole path, so it depends on whether that path ends in a slash. A mount hides this: both are
 * `/` here. On Node, the original request has the path. Elsewhere, a page refreshes itself, and the browser then sends
 * its path as `Referer`.
 */
function addRootPage(app: Hono<PageEnv>): void {
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

/**
 * The relative URL from a path to the keys below it. The `./` keeps a colon in the last part from looking like a
 * scheme.
 */
function keysFrom(path: string): string {
  const lastPart = path.slice(path.lastIndexOf('/') + 1);
  return lastPart === '' ? './user/keys' : `./${lastPart}/user/keys`;
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

/**
 * Serves the script and the style. Browsers cache them, because the address changes with the file. A page of the host
 * that links to them without the query always gets the current file.
 */
function serveAssets(app: Hono<PageEnv>, { script, style }: Assets): void {
  const serve = ({ text, contentType, href }: Asset) => {
    const [path, query] = href.split('?');
    app.get(`/${path}`, (c) =>
      c.body(text, 200, {
        'Content-Type': contentType,
        'Cache-Control': c.req.url.endsWith(`?${query}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
      }),
    );
  };
  serve(script);
  serve(style);
}
