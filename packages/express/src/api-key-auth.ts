import type { ApiKeys } from '@postern/core';
import { type AuthenticatorOptions, authenticator } from '@postern/http';
import type { NextFunction, Request, Response } from 'express';
import { requests } from './principal-of.js';
import { type OnRefused, protectResponse, refuse } from './responses.js';

/** What `apiKeyAuth` can be told. */
export interface ApiKeyAuthOptions<Kind extends string = string, Permission extends string = string>
  extends AuthenticatorOptions<Kind, Permission> {
  /** Makes the body of a refusal. Default: a problem document. */
  readonly onRefused?: OnRefused | undefined;
}

/**
 * Lets requests with a valid key through and refuses all others. Behind it, `principalOf(req)` tells for whom the
 * request runs. Every response gets a merged `Vary`, and `Cache-Control: private, no-store` unless it has one.
 *
 * Where it runs twice for a request, the latter one's options and principal count.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` where an option is wrong, or names what is not declared.
 * @example
 * app.use('/api', apiKeyAuth(keys, { realm: 'api', scopes: ['agents:read'] }));
 */
export function apiKeyAuth<Kind extends string, Permission extends string>(
  keys: ApiKeys<Kind, Permission>,
  options: ApiKeyAuthOptions<NoInfer<Kind>, NoInfer<Permission>> = {},
): RouteHandler {
  const auth = authenticator(keys, options);
  const { onRefused } = options;

  return async function apiKeyAuth(req, res, next) {
    protectResponse(res);
    // What was sent: middleware before this one may have rewritten `req.url`.
    const { method, originalUrl, url, rawHeaders } = req;
    const authentication = await auth.authenticate({ method, url: originalUrl ?? url, rawHeaders });
    if (!authentication.ok) return refuse({ req, res }, { response: authentication.refusal, onRefused });

    requests.set(req, { authenticator: auth, principal: authentication.principal, onRefused });
    next();
  };
}

/**
 * A middleware for every route. Express's own `RequestHandler` would take the parameters of the route that it stands in
 * for those of any route: `req.params.id` would no longer be a text in the handler after it.
 */
export type RouteHandler = <Params extends Request['params']>(
  req: Request<Params>,
  res: Response,
  next: NextFunction,
) => Promise<void>;
