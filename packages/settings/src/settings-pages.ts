import type { ApiKeys } from '@postern/core';
import { isCrossSite, ownerPaths, readTrustedOrigins } from '@postern/management';
import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { answerError } from './answer-error.js';
import { assetsWith } from './assets.js';
import { addKeyPages } from './key-pages.js';
import { addOfferPages } from './offer-pages.js';
import type { SettingsOptions } from './options.js';
import { addRootPage } from './root-page.js';
import { securityHeaders } from './security-headers.js';
import { serveAssets } from './serve-assets.js';
import { en } from './texts/en.js';
import { saying } from './views/frame.js';
import { type NodeEnv, type PageContext, type PageEnv, rootFrom } from './visit.js';

/**
 * Answers requests for the pages. Never rejects. `env` is what the server knows besides the request, as Hono's `mount` and
 * `nodeListener` pass it on. It is optional.
 */
export type SettingsHandler = (request: Request, env?: unknown) => Promise<Response>;

/**
 * Makes the pages on which people create, see and delete keys: `/user/keys`, and `/teams/{teamId}/keys` for each of
 * their teams; and `/offers/{offerId}`, on which they reveal a key that was offered. Mount them below any path, which then
 * leads to `/user/keys`. They work without a script; with it, forms open as dialogs.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` where a trusted origin is none.
 * @example
 * app.mount('/settings', settingsPages(keys, { authenticate, ownersOf, signInUrl: () => '/sign-in' }));
 */
export function settingsPages(keys: ApiKeys, options: SettingsOptions): SettingsHandler {
  const { texts = en, links = [], theme = {} } = options;
  const assets = assetsWith(theme);
  const trustedOrigins = readTrustedOrigins(options.trustedOrigins);
  const app = new Hono<PageEnv>();
  const say = (c: PageContext, what: 'notFound' | 'crossSite', status: 403 | 404 | 405) => {
    const page = c.get('page');
    return c.html(saying(page, page.texts[what]), status);
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
        return say(c, 'notFound', 405);
      },
    }),
  );
  app.notFound((c) => say(c, 'notFound', 404));
  app.onError((error, c) => answerError(c, error, { keys, options }));
  serveAssets(app, assets);
  app.use(async (c, next) => {
    // M05 pages
    if (isCrossSite(c.req.raw, trustedOrigins)) return say(c, 'crossSite', 403);
    return next();
  });
  addRootPage(app);
  for (const ownerPath of ownerPaths) addKeyPages(app, ownerPath, { keys, options });
  addOfferPages(app, { keys, options });
  return async (request, env) => app.fetch(request, env as NodeEnv | undefined);
}
