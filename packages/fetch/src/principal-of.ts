import type { Principal } from '@postern/core';
import { type AuthenticatedRequests, authenticatedRequests } from '@postern/http';
import type { OnRefused } from './responses.js';

/**
 * Returns the principal of a request: the owner of its key, the key ID and the permissions.
 *
 * @throws {PosternError} `ERR_NOT_AUTHENTICATED` if neither `withApiKey` nor `authenticateRequest` ran for this object,
 *   or a CORS preflight was let through.
 * @example
 * const handler = withApiKey(keys)((request) => Response.json({ owner: principalOf(request).owner }));
 */
export function principalOf(request: Request): Principal {
  return requests.principalOf(request);
}

/** The requests that this package authenticated, for `principalOf`, `requireScopes` and `requireKinds`. */
export const requests: AuthenticatedRequests<Request, OnRefused> = authenticatedRequests(
  'The principal belongs to the request that the handler gets, not to a copy of it.',
  undefined,
  'withApiKey',
);
