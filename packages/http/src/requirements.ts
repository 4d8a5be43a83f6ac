import type { ApiKeys, CheckedRequirements, Requirements } from '@postern/core';
import { invalidConfig } from '@postern/core/ports';

declare const isRead: unique symbol;

/**
 * The requirements of a route, after `readRequirement` has checked them. Unlike core's `CheckedRequirements`, they
 * are bound to the keys they were read with and name at least one kind or permission, so `{}` can't let everyone in.
 */
export interface ReadRequirement extends CheckedRequirements {
  readonly [isRead]: true;
}

/** The keys that each requirement was read with. Without a compiler, an adapter could pass any object. */
const keysOf = new WeakMap<object, ApiKeys>();

/** Checks requirements against the kinds and permissions that `createApiKeys` declares. `{}` requires nothing. */
export function checkRequirements(keys: ApiKeys, { kinds, scopes }: Requirements): CheckedRequirements {
  const checked = keys.checkRequirements({ kinds, scopes });
  if (checked.kinds?.length === 0)
    throw invalidConfig('kinds must name at least one; an empty list lets no one in');
  return checked;
}

/**
 * Checks the names passed to `requireScopes` or `requireKinds` when the middleware is created, so that a wrong name
 * does not wait for the first request.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if nothing is named, or a name is not declared in `createApiKeys`.
 * @example
 * const requirement = readRequirement(keys, { scopes: ['agents:read'] });
 * const authentication = authenticator.authorize(principal, requirement); // for each request
 */
export function readRequirement<Kind extends string, Permission extends string>(
  keys: ApiKeys<Kind, Permission>,
  requirements: Requirements<NoInfer<Kind>, NoInfer<Permission>>,
): ReadRequirement {
  requireKeys(keys);
  const read = checkRequirements(keys, requirements);
  if ([...(read.kinds ?? []), ...(read.scopes ?? [])].length === 0)
    throw invalidConfig('name at least one kind or scope; a requirement without any would let everyone in');
  keysOf.set(read, keys);
  return read as ReadRequirement;
}

/** Checks that a requirement was read with these keys. */
export function isReadWith(keys: ApiKeys, requirement: ReadRequirement): boolean {
  return typeof requirement === 'object' && requirement !== null && keysOf.get(requirement) === keys;
}

/** Checks that keys are what `createApiKeys` returned, for callers without a compiler. */
export function requireKeys(keys: unknown): void {
  const { verify, authorize, checkRequirements, emit, kinds }: Readonly<Record<string, unknown>> =
    Object(keys);
  const methods = [verify, authorize, checkRequirements, emit];
  if (!methods.every((method) => typeof method === 'function') || !Array.isArray(kinds))
    throw invalidConfig('keys must be the object that createApiKeys returned');
}
