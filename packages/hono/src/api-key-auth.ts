import type { ApiKeys } from '@postern/core';
import { invalidConfig, isListOfStrings } from '@postern/core/ports';
import { type AuthenticatorOptions, authenticator } from '@postern/http';
import type { Context, MiddlewareHandler } from 'hono';
import { type ApiKeyEnv, requests } from './principal-of.js';
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
    const authentication = await auth.authenticate({ method, url, rawHeaders: rawHeadersOf(c) });
    if (!authentication.ok) return sendRefusal(c, { refusal: authentication.refusal, refuse });

    const { principal } = authentication;
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

const credentialHeaders = ['authorization', 'x-api-key'];

/**
 * Returns the header lines of a request. On Node, `@hono/node-server` passes on the lines as they were sent.
 * Elsewhere there is only `Headers`, which joins repeated lines with a comma: there, the comma makes them ambiguous.
 *
 * The lines are used only if they agree with the request: a request made within the process (`app.request(…, c.env)`)
 * comes with the lines of another one, and a middleware may have replaced the request.
 */
export function rawHeadersOf(c: Context): readonly string[] {
  const { headers } = c.req.raw;
  const lines = nodeHeaderLines(c.env);
  const isOfRequest =
    lines !== undefined && credentialHeaders.every((name) => joinLines(lines, name) === headers.get(name));
  return isOfRequest ? lines : [...headers].flat();
}

/** Recognises the lines by their shape, so that nothing has to be imported from the server. */
function nodeHeaderLines(env: unknown): readonly string[] | undefined {
  const lines = propertyOf(propertyOf(env, 'incoming'), 'rawHeaders');
  return isListOfStrings(lines) ? lines : undefined;
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** Joins the lines of a header as `Headers` does. Node has already trimmed each of them. */
function joinLines(lines: readonly string[], header: string): string | null {
  let value: string | null = null;
  for (let index = 0; index + 1 < lines.length; index += 2) {
    const name = lines[index] ?? '';
    const line = lines[index + 1] ?? '';
    if (name.length !== header.length || name.toLowerCase() !== header) continue;
    value = value === null ? line : `${value}, ${line}`;
  }
  return value;
}
