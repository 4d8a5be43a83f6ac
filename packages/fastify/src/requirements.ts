import type { ApiKeys } from '@postern/core';
import { type Requirement, readRequirement } from '@postern/http';
import { requests } from './principal-of.js';
import { sendRefusal } from './responses.js';
import type { RouteHook } from './route-hook.js';

/**
 * Creates a hook that lets requests through whose principal has all of these permissions. It checks the principal from
 * `apiKeyAuth`, without a second verification, and refuses in the same way. Fastify runs the hooks of a route after
 * those of plugins. If `apiKeyAuth` with the same keys did not run first, the response is 500.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if no permission is named, or one that is not declared.
 * @example
 * app.get('/api/agents', { onRequest: requireScopes(keys, 'agents:read') }, (request) =>
 *   agentsOf(principalOf(request).owner),
 * );
 */
export function requireScopes<Permission extends string>(
  keys: ApiKeys<string, Permission>,
  ...scopes: [NoInfer<Permission>, ...NoInfer<Permission>[]]
): RouteHook {
  const requirement = { keys, requirements: readRequirement(keys, { scopes }), name: 'requireScopes' };
  return function requireScopes(request, reply, done) {
    authorize([request, reply, done], requirement);
  };
}

/**
 * Creates a hook that lets requests through whose key has one of these kinds. It checks the principal from
 * `apiKeyAuth`, without a second verification, and refuses in the same way. If `apiKeyAuth` with the same keys did not
 * run first, the response is 500.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if no kind is named, or one that is not declared.
 * @example
 * app.get('/api/team', { onRequest: requireKinds(keys, 'team') }, (request) => teamOf(principalOf(request).owner));
 */
export function requireKinds<Kind extends string>(
  keys: ApiKeys<Kind>,
  ...kinds: [NoInfer<Kind>, ...NoInfer<Kind>[]]
): RouteHook {
  const requirement = { keys, requirements: readRequirement(keys, { kinds }), name: 'requireKinds' };
  return function requireKinds(request, reply, done) {
    authorize([request, reply, done], requirement);
  };
}

function authorize(hook: Parameters<RouteHook>, requirement: Requirement): void {
  const [{ raw }, , done] = hook;
  const result = requests.authorize(raw, requirement);
  if (result.ok) done();
  else void sendRefusal(hook, result);
}
