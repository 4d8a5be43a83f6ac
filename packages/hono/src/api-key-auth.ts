import type { ApiKeys } from '@postern/core';
import { invalidConfig } from '@postern/core/ports';
import { type AuthenticatorOptions, authenticator } from '@postern/http';
import type { Context, MiddlewareHandler } from 'hono';
import { type ApiKeyEnv, requests } from './principal-of.js';
import { rawHeadersOf, removeHeaders } from './raw-headers.js';
import { type OnRefused, protectResponse, refusalHandler, sendRefusal } from './responses.js';

/** The options of `apiKeyAuth`. */
export interface ApiKeyAuthOptions<Kind extends string = string, Permission extends string = string>
  extends AuthenticatorOptions<Kind, Permission> {
  /** Creates the body of a refusal. Default: a problem document. */
  readonly onRefused?: OnRefused | undefined;
  /**
   * Throws a refusal as an `HTTPException` with the whole response, as Hono's own middleware does, so that `some`
   * from `hono/combine` tries the next middleware. If the application has an error handler, it must return the
   * exception's `getResponse()`. Default: false, the middleware responds itself, and the error handler is not
   * involved.
   */
  readonly throwRefusals?: boolean | undefined;
}

/**
 * Lets requests with a valid key through and refuses all others. Handlers after it get the key's principal from
 * `principalOf(c)`. It adds to the `Vary` of every response, and sets `Cache-Control: private, no-store` unless the
 * response has a `Cache-Control`.
 *
 * If it runs twice for a request, the options and the principal of the last one count.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is wrong, or names a kind or permission that is not
 *   declared.
 * @example
 * app.use('/api/*', apiKeyAuth(keys, { realm: 'api', scopes: ['agents:read'] }));
 */
export function apiKeyAuth<Kind extends string, Permission extends string>(
  keys: ApiKeys<Kind, Permission>,
  options: ApiKeyAuthOptions<NoInfer<Kind>, NoInfer<Permission>> = {},
): MiddlewareHandler<ApiKeyEnv> {
  const auth = authenticator(keys, sharedOptions(options));
  const refuse = refusalHandler(options);

  return async function apiKeyAuth(c, next) {
    const { method, url } = c.req;
    const hadResponse = c.finalized;
    const authentication = await auth.authenticate({ method, url, rawHeaders: rawHeadersOf(c) });
    // A timeout has responded in the meantime: the caller has been told that the request failed.
    if (c.finalized && !hadResponse) return;
    if (!authentication.ok) return sendRefusal(c, { refusal: authentication.refusal, refuse });

    const { principal, headersToRemove } = authentication;
    if (headersToRemove) removeHeaders(c, headersToRemove);
    requests.set(c, { authenticator: auth, principal, refuse });
    if (principal !== undefined) c.set('principal', principal);
    try {
      await next();
    } catch (error) {
      // In `some`, another middleware may still let the request through, but not with this principal.
      requests.set(c, { authenticator: auth, principal: undefined, refuse });
      (c as Context).set('principal', undefined);
      throw error;
    }
    protectResponse(c);
  };
}

/** Returns the options that do not depend on the framework: all but `throwRefusals`, which is checked here. */
function sharedOptions<Kind extends string, Permission extends string>(
  options: ApiKeyAuthOptions<Kind, Permission>,
): AuthenticatorOptions<Kind, Permission> {
  // `authenticator` throws for these.
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return options;
  const { throwRefusals, ...shared } = options;
  if (throwRefusals === undefined || typeof throwRefusals === 'boolean') return shared;
  throw invalidConfig('throwRefusals must be true or false');
}
