import { formReferrerPolicy } from '@postern/management';
import type { MiddlewareHandler } from 'hono';

const headers = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    // M05 frames
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'Referrer-Policy': formReferrerPolicy,
  'X-Content-Type-Options': 'nosniff',
};

/** Protects every response from other sites, inline scripts and caches. */
export const securityHeaders: MiddlewareHandler = async function securityHeaders(c, next) {
  await next();
  for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
  if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', /* P04 pages */ 'no-store');
};
