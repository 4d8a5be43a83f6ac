import type { IncomingMessage } from 'node:http';
import type { Principal } from '@postern/core';
import { type AuthenticatedRequests, authenticatedRequests } from '@postern/http';
import type { Refuse } from './responses.js';

/**
 * Returns the principal of a request: the owner of its key, the key ID and the permissions.
 *
 * @throws {PosternError} `ERR_NOT_AUTHENTICATED` if `apiKeyAuth` did not run, or let a CORS preflight through.
 * @example
 * app.get('/api/agents', (req, res) => res.json({ owner: principalOf(req).owner }));
 */
export function principalOf(req: IncomingMessage): Principal {
  return requests.principalOf(req);
}

/** The requests that `apiKeyAuth` authenticated, for `principalOf`, `requireScopes` and `requireKinds`. */
export const requests: AuthenticatedRequests<IncomingMessage, Refuse> = authenticatedRequests();
