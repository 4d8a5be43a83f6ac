import type { ApiKeys } from '@postern/core';
import { readRequirement } from '@postern/http';
import type { RouteHandler } from './api-key-auth.js';
import { requests } from './principal-of.js';
import { sendRefusal } from './responses.js';

/**
 * Lets requests through whose principal has all of these permissions. It checks the principal from `apiKeyAuth`,
 * without a second verification, and refuses in the same way. If `apiKeyAuth` with the same keys did not run first,
 * the response is 500.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if no permission is named, or one that is not declared.
 * @example
 * app.get('/api/agents', requireScopes(keys, 'agents:read'), (req, res) => res.json(agentsOf(principalOf(req).owner)));
 */
export function requireScopes<Permission extends string>(
  keys: ApiKeys<string, Permission>,
  ...scopes: [NoInfer<Permission>, ...NoInfer<Permission>[]]
): RouteHandler {
  const requirement = { keys, requirements: readRequirement(keys, { scopes }), name: 'requireScopes' };
  return async function requireScopes(req, res, next) {
    const result = requests.authorize(req, requirement);
    if (!result.ok) return sendRefusal({ req, res, next }, result);
    next();
  };
}

/**
 * Lets requests through whose key has one of these kinds. It checks the principal from `apiKeyAuth`, without a second
 * verification, and refuses in the same way. If `apiKeyAuth` with the same keys did not run first, the response is
 * 500.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if no kind is named, or one that is not declared.
 * @example
 * app.get('/api/team', requireKinds(keys, 'team'), (req, res) => res.json(teamOf(principalOf(req).owner)));
 */
export function requireKinds<Kind extends string>(
  keys: ApiKeys<Kind>,
  ...kinds: [NoInfer<Kind>, ...NoInfer<Kind>[]]
): RouteHandler {
  const requirement = { keys, requirements: readRequirement(keys, { kinds }), name: 'requireKinds' };
  return async function requireKinds(req, res, next) {
    const result = requests.authorize(req, requirement);
    if (!result.ok) return sendRefusal({ req, res, next }, result);
    next();
  };
}
