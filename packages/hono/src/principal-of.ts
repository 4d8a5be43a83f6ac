import type { Principal } from '@postern/core';
import { type AuthenticatedRequests, authenticatedRequests, privateField } from '@postern/http';
import type { Context } from 'hono';
import type { Refuse } from './responses.js';

/**
 * Returns the principal of a request: the owner of its key, the key ID and the permissions.
 *
 * @throws {PosternError} `ERR_NOT_AUTHENTICATED` if `apiKeyAuth` did not run, or let a CORS preflight through.
 * @example
 * app.get('/api/agents', (c) => c.json({ owner: principalOf(c).owner }));
 */
export function principalOf(c: Context): Principal {
  return requests.principalOf(c);
}

/** The requests that `apiKeyAuth` authenticated, for `principalOf`, `requireScopes` and `requireKinds`. */
export const requests: AuthenticatedRequests<Context, Refuse> = authenticatedRequests(
  'An application added with mount gets a copy of the request: add it with route, or use apiKeyAuth inside it.',
  privateField(),
);

/**
 * The Hono environment after `apiKeyAuth`, with `c.get('principal')`.
 *
 * @example
 * const api = new Hono<ApiKeyEnv>().use(apiKeyAuth(keys));
 */
export interface ApiKeyEnv {
  Variables: { principal: Principal };
}
