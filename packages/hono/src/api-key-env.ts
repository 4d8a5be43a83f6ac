import type { Principal } from '@postern/core';

/**
 * The Hono environment behind `apiKeyAuth`: `c.get('principal')`.
 *
 * @example
 * const api = new Hono<ApiKeyEnv>().use(apiKeyAuth(keys));
 */
export interface ApiKeyEnv {
  Variables: { principal: Principal };
}
