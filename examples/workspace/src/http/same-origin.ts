import { isCrossSite } from '@postern/management';
import type { MiddlewareHandler } from 'hono';
import { HttpError } from './http-error.js';

const noTrustedOrigins: ReadonlySet<string> = new Set();

/** Refuses changes that another site's page could make with the person's cookie, by the rule of the management API. */
export const sameOrigin: MiddlewareHandler = async function sameOrigin(c, next) {
  // M05 workspace
  if (isCrossSite(c.req.raw, noTrustedOrigins)) throw new CrossSiteError();
  await next();
};

/**
 * The same for forms that need no cookie: another site's page could sign people in to its own account, and later see
 * there what they did. A form that does not say where it comes from is refused.
 */
export const fromOwnPage: MiddlewareHandler = async function fromOwnPage(c, next) {
  const { headers } = c.req.raw;
  const isSilent = !headers.has('Origin') && !headers.has('Sec-Fetch-Site');
  // M05 sign-in
  if (c.req.method === 'POST' && isSilent) throw new CrossSiteError();
  return sameOrigin(c, next);
};

/** Refuses a change that did not come from one of the workspace's pages. */
export class CrossSiteError extends HttpError {
  constructor() {
    super(
      403,
      'this change came from another site and was blocked; a program that sends a cookie or a form must also send Origin',
    );
  }
}
