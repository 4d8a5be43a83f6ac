import type { ApiKeys, Principal } from '@postern/core';
import { type Authenticator, authenticator, type HttpRefusal } from '@postern/http';
import { protectResponse } from '@postern/http/fetch';
import { authenticate } from './authenticate.js';
import { principalOf } from './principal-of.js';
import type { WithApiKeyOptions } from './with-api-key.js';

/** The options of `authenticateRequest`: those of `withApiKey`, except that a CORS preflight is never let through. */
export type AuthenticateRequestOptions<
  Kind extends string = string,
  Permission extends string = string,
> = Omit<WithApiKeyOptions<Kind, Permission>, 'preflight'>;

/** The result of `authenticateRequest`. */
export type RequestAuthentication =
  | {
      readonly ok: true;
      readonly principal: Principal;
      /**
       * The request to pass on. With `removeCredential`, it has no key. If the headers of the request cannot be changed,
       * this is another one, which takes its body.
       */
      readonly request: Request;
      /**
       * Keeps caches from serving the response to another caller. Returns the same response, or a copy if its headers
       * cannot be changed.
       */
      protect(response: Response): Response;
    }
  | {
      readonly ok: false;
      /** Why the request was refused, for the host only. */
      readonly refusal: HttpRefusal;
      /** What to respond with. */
      readonly response: Response;
    };

/**
 * Authenticates a request, for hosts that have no handler to wrap. Return `response` if it is not `ok`, else pass your
 * own response through `protect`. `principalOf(request)` works too, in handlers further down.
 *
 * Create the options once, outside of your handler: each new object is checked again.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is wrong, or names a kind or permission that is not
 *   declared. Rejects with what `onRefused` throws.
 * @example
 * async function handle(request: Request): Promise<Response> {
 *   const authentication = await authenticateRequest(keys, request);
 *   if (!authentication.ok) return authentication.response;
 *   return authentication.protect(Response.json(authentication.principal.owner));
 * }
 */
export async function authenticateRequest<Kind extends string, Permission extends string>(
  keys: ApiKeys<Kind, Permission>,
  request: Request,
  options: AuthenticateRequestOptions<NoInfer<Kind>, NoInfer<Permission>> = noOptions,
): Promise<RequestAuthentication> {
  const outcome = await authenticate(authenticatorOf(keys, options), request, options.onRefused);
  if (!outcome.ok) return outcome;
  const { request: passedOn } = outcome;
  return { ok: true, principal: principalOf(passedOn), request: passedOn, protect: protectResponse };
}

const noOptions = {};

/** Checking options takes several times as long as a verification. */
const authenticators = new WeakMap<object, WeakMap<object, Authenticator>>();

function authenticatorOf(keys: ApiKeys, options: AuthenticateRequestOptions): Authenticator {
  const known = authenticators.get(options)?.get(keys);
  if (known !== undefined) return known;
  const created = authenticator(keys, options);
  const ofOptions = authenticators.get(options) ?? new WeakMap<object, Authenticator>();
  authenticators.set(options, ofOptions.set(keys, created));
  return created;
}
