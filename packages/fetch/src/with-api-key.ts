import type { ApiKeys } from '@postern/core';
import { type AuthenticatorOptions, authenticator } from '@postern/http';
import { protectResponse } from '@postern/http/fetch';
import { authenticate } from './authenticate.js';
import type { OnRefused } from './responses.js';

/** The options of `withApiKey`. */
export interface WithApiKeyOptions<Kind extends string = string, Permission extends string = string>
  extends AuthenticatorOptions<Kind, Permission> {
  /** Creates the body of a refusal. Default: a problem document. */
  readonly onRefused?: OnRefused | undefined;
}

/**
 * Wraps a handler. The result takes what the handler takes: the request, and whatever else the host passes, such as
 * the `{ params }` of Next.js or the `server` of Bun.
 */
export type HandlerWrapper = <
  Incoming extends Request,
  Rest extends readonly unknown[],
  Answer extends Response | undefined,
>(
  handler: (request: Incoming, ...rest: Rest) => Answer | Promise<Answer>,
) => (request: Incoming, ...rest: Rest) => Promise<Answer | Response>;

/**
 * Wraps a handler: lets requests with a valid key through to it, and refuses all others. The handler gets the key's
 * principal from `principalOf(request)`. It adds to the `Vary` of every response, and sets
 * `Cache-Control: private, no-store` unless the response has a `Cache-Control`. An error that the handler throws is
 * passed on.
 *
 * If a handler is wrapped twice, the options and the principal of the inner one count.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is wrong, or names a kind or permission that is not
 *   declared.
 * @example
 * const guarded = withApiKey(keys, { realm: 'api', scopes: ['agents:read'] });
 * const GET = guarded((request) => Response.json(agentsOf(principalOf(request).owner)));
 */
export function withApiKey<Kind extends string, Permission extends string>(
  keys: ApiKeys<Kind, Permission>,
  options: WithApiKeyOptions<NoInfer<Kind>, NoInfer<Permission>> = {},
): HandlerWrapper {
  const auth = authenticator(keys, options);
  const { onRefused } = options;

  return function withApiKey(handler) {
    return async (request, ...rest) => {
      const outcome = await authenticate(auth, request, onRefused);
      if (!outcome.ok) return outcome.response;
      const answer = await handler(outcome.request, ...rest);
      // A handler of Bun that has upgraded the connection returns nothing.
      return answer === undefined ? answer : protectResponse(answer);
    };
  };
}
