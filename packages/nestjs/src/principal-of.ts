import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Principal } from '@postern/core';
import { type AuthenticatedRequests, authenticatedRequests } from '@postern/http';
import { type HttpExchange, rawRequest } from './http-exchange.js';

/** The requests that the guards authenticated, for the requirements and `principalOf`. */
export const requests: AuthenticatedRequests<IncomingMessage, never> = authenticatedRequests(
  'Requirements need no other guard in modules that import ApiKeyModule, or if it is global.',
  undefined,
  'ApiKeyGuard',
);

/**
 * Returns the principal of a request: the owner of its key, the key ID and the permissions. In a controller, use
 * `@CurrentPrincipal()`.
 *
 * @throws {PosternError} `ERR_NOT_AUTHENTICATED` if no guard of Postern ran, or let a CORS preflight through.
 */
export function principalOf(request: HttpExchange['request']): Principal {
  return requests.principalOf(rawRequest(request));
}

/** The principal, as the parameter of an HTTP handler. Throws as `principalOf` does. */
export const CurrentPrincipal: () => ParameterDecorator = createParamDecorator(
  (_: unknown, context: ExecutionContext) => principalOf(context.switchToHttp().getRequest()),
);
