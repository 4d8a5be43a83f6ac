import type { IncomingMessage } from 'node:http';
import type { Principal } from '@postern/core';
import { type AuthenticatedRequests, authenticatedRequests } from '@postern/http';
import type { OnRefused } from './responses.js';

/**
 * Tells for whom a request runs.
 *
 * @throws {PosternError} `ERR_NOT_AUTHENTICATED` where `apiKeyAuth` did not run, or let a CORS preflight through.
 * @example
 * app.get('/api/agents', (req, res) => res.json({ owner: principalOf(req).owner }));
 */
export function principalOf(req: IncomingMessage): Principal {
  return requests.principalOf(req);
}

/** What `apiKeyAuth` established, for `principalOf` and the requirements behind it. */
export const requests: AuthenticatedRequests<IncomingMessage, OnRefused> = authenticatedRequests();
