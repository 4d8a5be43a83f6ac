import type { ApiKeys } from '@postern/core';
import { readRequirement } from '@postern/http';
import type { MiddlewareHandler } from 'hono';
import type { ApiKeyEnv } from './api-key-env.js';
import { requests } from './established.js';
import { refuse } from './refuse.js';

/**
 * Lets requests through whose principal has all of these permissions. Judges what `apiKeyAuth` established, without a
 * second verification, and refuses as that `apiKeyAuth` does. Answers 500 where it, with the same keys, did not run before.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` where no permission is named, or one that is not declared.
 * @example
 * app.get('/api/agents', requireScopes(keys, 'agents:read'), (c) => c.json(agentsOf(principalOf(c).owner)));
 */
export function requireScopes<Permission extends string>(
  keys: ApiKeys<string, Permission>,
  ...scopes: [NoInfer<Permission>, ...NoInfer<Permission>[]]
): MiddlewareHandler<ApiKeyEnv> {
  const requirement = { keys, requirements: readRequirement(keys, { scopes }), name: 'requireScopes' };
  return async function requireScopes(c, next) {
    const judged = requests.judge(c, requirement);
    if (!judged.ok) return refuse(c, judged);
    await next();
  };
}
