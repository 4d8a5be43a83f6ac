import type { ApiKeys } from '@postern/core';
import { type Requirement, readRequirement } from '@postern/http';
import { requests } from './principal-of.js';
import { refuseRequest } from './responses.js';
import type { HandlerWrapper } from './with-api-key.js';

/**
 * Lets requests through to a handler whose principal has all of these permissions. It checks the principal from
 * `withApiKey` or `authenticateRequest`, without a second verification, and refuses in the same way. If neither of them
 * with the same keys ran first, the response is 500.
 *
 * For a handler that is wrapped in `withApiKey` itself, the option `scopes` does the same.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if no permission is named, or one that is not declared.
 * @example
 * const list = requireScopes(keys, 'agents:read')((request) => Response.json(agentsOf(principalOf(request).owner)));
 */
export function requireScopes<Permission extends string>(
  keys: ApiKeys<string, Permission>,
  ...scopes: [NoInfer<Permission>, ...NoInfer<Permission>[]]
): HandlerWrapper {
  const requirement = { keys, requirements: readRequirement(keys, { scopes }), name: 'requireScopes' };
  return function requireScopes(handler) {
    return (request, ...rest) => handle(requirement, request, () => handler(request, ...rest));
  };
}

/**
 * Lets requests through to a handler whose key has one of these kinds. It checks the principal from `withApiKey` or
 * `authenticateRequest`, without a second verification, and refuses in the same way. If neither of them with the same
 * keys ran first, the response is 500.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if no kind is named, or one that is not declared.
 * @example
 * const team = requireKinds(keys, 'team')((request) => Response.json(teamOf(principalOf(request).owner)));
 */
export function requireKinds<Kind extends string>(
  keys: ApiKeys<Kind>,
  ...kinds: [NoInfer<Kind>, ...NoInfer<Kind>[]]
): HandlerWrapper {
  const requirement = { keys, requirements: readRequirement(keys, { kinds }), name: 'requireKinds' };
  return function requireKinds(handler) {
    return (request, ...rest) => handle(requirement, request, () => handler(request, ...rest));
  };
}

async function handle<Answer>(
  requirement: Requirement,
  request: Request,
  handler: () => Answer | Promise<Answer>,
): Promise<Answer | Response> {
  const result = requests.authorize(request, requirement);
  return result.ok ? handler() : refuseRequest(request, result);
}
