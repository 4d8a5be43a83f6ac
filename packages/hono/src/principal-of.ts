import type { Principal } from '@postern/core';
import type { Context } from 'hono';
import { requests } from './established.js';

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
