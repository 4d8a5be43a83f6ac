import type { Principal } from '@postern/core';
import { type AuthenticatedRequests, authenticatedRequests } from '@postern/http';
import type { FastifyInstance } from 'fastify';
import type { OnRefused } from './responses.js';
import type { AnyRequest } from './route-hook.js';

declare module 'fastify' {
  interface FastifyRequest {
    /**
     * The principal of the request's key. Undefined on a route without `apiKeyAuth`, and for a CORS preflight. In a
     * handler behind `apiKeyAuth`, use `principalOf(request)`, which is never undefined.
     */
    readonly principal: Principal | undefined;
  }
}

/**
 * Returns the principal of a request: the owner of its key, the key ID and the permissions.
 *
 * @throws {PosternError} `ERR_NOT_AUTHENTICATED` if `apiKeyAuth` did not run, or let a CORS preflight through.
 * @example
 * app.get('/api/agents', (request) => ({ owner: principalOf(request).owner }));
 */
export function principalOf(request: AnyRequest): Principal {
  return requests.principalOf(request.raw);
}

/** The requests that `apiKeyAuth` authenticated, for `principalOf`, `requireScopes` and `requireKinds`. */
export const requests: AuthenticatedRequests<object, OnRefused> = authenticatedRequests();

/** Marks the instances whose requests have our `principal`. Scopes within them inherit both. */
const decorated = Symbol('@postern/fastify');

/** Gives requests a `principal` that no handler can overwrite. */
export function decorateRequests(app: FastifyInstance): void {
  if (app.hasDecorator(decorated)) return;
  app.decorate(decorated, true);
  app.decorateRequest('principal', {
    getter() {
      return requests.get(this.raw)?.principal;
    },
  });
}
