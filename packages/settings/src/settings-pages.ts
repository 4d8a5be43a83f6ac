import type { ApiKeys } from '@postern/core';
import { isCrossSite } from '@postern/management';
import {
  adminSection,
  readIsAdmin,
  readOwnerPaths,
  readTrustedOrigins,
  reportUnexpected,
} from '@postern/management/internal';
import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { addAdminPages } from './admin/admin.js';
import { type Asset, type Assets, assetsWith } from './assets.js';
import { errorPage, navigationFor } from './error-page.js';
import { addKeyPages } from './keys/keys.js';
import { addOfferPages } from './offers/offers.js';
import type { SettingsOptions } from './options.js';
import {
  type HonoContext,
  hostOf,
  type NodeEnv,
  type PageEnv,
  pageContext,
  rootFrom,
} from './page-context.js';
import { addRootPage } from './root-page.js';
import { onlySamePerson } from './same-person.js';
import { securityHeaders } from './security-headers.js';
import { messagePage, notFoundPage } from './shell/message-page.js';
import { trailingSlash } from './trailing-slash.js';

/**
 * Responds to requests for the pages. Never rejects. `env` is optional: what the server knows besides the request, as
 * Hono's `mount` and `nodeListener` pass it on.
 */
export type SettingsHandler = (request: Request, env?: unknown) => Promise<Response>;

/**
 * Creates the pages where people create, see and delete keys: `/user/keys`, and `/teams/{teamId}/keys` for each of
 * their teams, or those of the owners in `ownerPaths`; `/offers/{offerId}`, where they reveal a key that was offered; and
 * with `isAdmin`, `/admin/keys`, where admins see the keys of all owners. Mount them below any path, which then redirects
 * to `/user/keys`, or else to the first owner that the person may name. They work without JavaScript; with it, forms open
 * as dialogs.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if a trusted origin is not an origin, `isAdmin` is not a function, or
 * `ownerPaths` has a malformed path, paths that collide, or a kind that is not declared.
 * @example
 * app.mount('/settings', settingsPages(keys, { authenticate, ownersOf, signInUrl: () => '/sign-in' }));
 */
export function settingsPages<Kind extends string>(
  keys: ApiKeys<Kind>,
  options: SettingsOptions<NoInfer<Kind>>,
): SettingsHandler {
  const isAdmin = readIsAdmin(options.isAdmin);
  const ownerRoutes = readOwnerPaths(keys.kinds, options.ownerPaths, isAdmin && adminSection);
  const assets = assetsWith(options.theme ?? {});
  const trustedOrigins = readTrustedOrigins(options.trustedOrigins);
  const app = new Hono<PageEnv>();
  const refuse = async (c: HonoContext, reason: 'notFound' | 'methodNotAllowed', status: 404 | 405) => {
    // Someone who is not signed in, or can't be told from anyone else right now, gets the page without navigation.
    await pageContext(c, { keys, options }).catch(() => undefined);
    const page = c.get('page');
    const [text, nav] = [page.texts[reason], await navigationFor(c)];
    return c.html(status === 404 ? notFoundPage(page, text, nav) : messagePage(page, text, '', nav), status);
  };

  app.use(securityHeaders);
  app.use(async (c, next) => {
    // Must come first: no `Request` can have this method, so anything that builds one would throw.
    if (c.req.method === 'TRACE')
      return c.text('TRACE is not supported.\n', 405, { Allow: 'GET, HEAD, POST' });
    return next();
  });
  app.use(async (c, next) => {
    c.set('page', { ...hostOf(options, c.req.raw), assets, ownerRoutes, root: rootFrom(c.req.path) });
    await next();
  });
  app.use(trailingSlash);
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed(c, methods) {
        if (c.get('isHidden')) return c.res;
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
    if (isCrossSite(c.req.raw, trustedOrigins))
      return c.html(messagePage(c.get('page'), c.get('page').texts.crossSite), 403);
    return next();
  });
  app.use(onlySamePerson({ keys, options }));
  addRootPage(app, { keys, options });
  for (const ownerRoute of ownerRoutes) addKeyPages(app, ownerRoute, { keys, options });
  addOfferPages(app, { keys, options });
  if (isAdmin) addAdminPages(app, { deps: { keys, options }, isAdmin });
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
