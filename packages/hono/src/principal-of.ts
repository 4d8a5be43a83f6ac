import type { Principal } from '@postern/core';
import { type AuthenticatedRequests, authenticatedRequests } from '@postern/http';
import type { Context } from 'hono';
import type { Refuse } from './responses.js';

/**
 * Tells for whom a request runs.
 *
 * @throws {PosternError} `ERR_NOT_AUTHENTICATED` where `apiKeyAuth` did not run, or let a CORS preflight through.
 * @example
 * app.get('/api/agents', (c) => c.json({ owner: principalOf(c).owner }));
 */
export function principalOf(c: Context): Principal {
  return requests.principalOf(c);
}

/** What `apiKeyAuth` established, for `principalOf` and the requirements behind it. */
export const requests: AuthenticatedRequests<Context, Refuse> = authenticatedRequests(
  'An application that is added by mount gets a copy of the request: add it by route, or use apiKeyAuth inside it.',
);

/**
 * The Hono environment behind `apiKeyAuth`: `c.get('principal')`.
 *
 * @example
 * const api = new Hono<ApiKeyEnv>().use(apiKeyAuth(keys));
 */
export interface ApiKeyEnv {
  Variables: { principal: Principal };
}
