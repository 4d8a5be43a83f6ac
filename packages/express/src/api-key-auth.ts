import type { ApiKeys } from '@postern/core';
import { type AuthenticatorOptions, authenticator } from '@postern/http';
import { hasResponded, protectResponse, removeHeaders } from '@postern/http/node';
import type { NextFunction, Request, Response } from 'express';
import { requests } from './principal-of.js';
import { type OnRefused, refusalHandler, sendRefusal } from './responses.js';

/** The options of `apiKeyAuth`. */
export interface ApiKeyAuthOptions<Kind extends string = string, Permission extends string = string>
  extends AuthenticatorOptions<Kind, Permission> {
  /** Creates the body of a refusal. Default: a problem document. */
  readonly onRefused?: OnRefused | undefined;
}

/**
 * Lets requests with a valid key through and refuses all others. Handlers after it get the key's principal from
 * `principalOf(req)`. It adds to the `Vary` of every response, and sets `Cache-Control: private, no-store` unless the
 * response has a `Cache-Control`.
 *
 * If it runs twice for a request, the options and the principal of the last one count.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is wrong, or names a kind or permission that is not
 *   declared.
 * @example
 * app.use('/api', apiKeyAuth(keys, { realm: 'api', scopes: ['agents:read'] }));
 */
export function apiKeyAuth<Kind extends string, Permission extends string>(
  keys: ApiKeys<Kind, Permission>,
  options: ApiKeyAuthOptions<NoInfer<Kind>, NoInfer<Permission>> = {},
): RouteHandler {
  const auth = authenticator(keys, options);
  const refuse = refusalHandler(options.onRefused);

  return async function apiKeyAuth(req, res, next) {
    protectResponse(res);
    // `originalUrl` is what was sent: earlier middleware may have rewritten `req.url`.
    const { method, originalUrl, url, rawHeaders } = req;
    const authentication = await auth.authenticate({ method, url: originalUrl ?? url, rawHeaders });
    // The caller has been told that the request failed, so the handler must not run.
    if (hasResponded(res)) return;
    if (!authentication.ok)
      return sendRefusal({ req, res, next }, { refusal: authentication.refusal, refuse });

    if (authentication.headersToRemove) removeHeaders(req, authentication.headersToRemove);
    requests.set(req, { authenticator: auth, principal: authentication.principal, refuse });
    next();
  };
}

/**
 * Middleware for any route. Express's own `RequestHandler` would replace the type of the route's parameters: in the
 * next handler, `req.params.id` would no longer be a string.
 */
export type RouteHandler = <Params extends Request['params']>(
  req: Request<Params>,
  res: Response,
  next: NextFunction,
) => Promise<void>;
