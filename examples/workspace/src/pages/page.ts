import { formReferrerPolicy } from '@postern/management';
import type { Context, MiddlewareHandler } from 'hono';
import type { html } from 'hono/html';

/** A piece of a page. Hono's `html` has escaped everything that was put into it. */
export type Markup = ReturnType<typeof html>;

/** Where people begin. */
export const homePath = '/settings/user/keys';

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Keeps other sites, scripts of others and caches away from the workspace's own pages. */
export const pageHeaders: MiddlewareHandler = async function pageHeaders(c, next) {
  await next();
  setPageHeaders(c);
};

/** The same for a page that is not under a path of pages. */
export function setPageHeaders(c: Context): void {
  c.header('Content-Security-Policy', contentSecurityPolicy);
  c.header('Referrer-Policy', formReferrerPolicy);
  c.header('Cache-Control', 'no-store');
}
