import { type ApiKeys, isPermission, PosternError, type Requirements } from '@postern/core';

declare const isRead: unique symbol;

/** What a route requires, checked against what `createApiKeys` declares. Only `readRequirement` returns one. */
export interface ReadRequirement extends Requirements {
  readonly [isRead]: true;
}

/** The keys that each requirement was read with: in JavaScript, no compiler checks who made it. */
const keysOf = new WeakMap<object, ApiKeys>();

/** Checks what a route requires against what is declared. */
export function readRequirements(keys: ApiKeys, { kinds, scopes }: Requirements): Requirements {
  requireKeys(keys);
  if (kinds !== undefined) {
    requireNames(kinds, 'kinds', keys.kinds);
    if (kinds.length === 0) throw invalidConfig('kinds must name one or more; an empty list lets nobody in');
  }
  if (scopes !== undefined) requireNames(scopes, 'scopes', keys.permissions);
  return Object.freeze({
    ...(kinds !== undefined && { kinds: Object.freeze([...kinds]) }),
    ...(scopes !== undefined && { scopes: Object.freeze([...scopes]) }),
  });
}

/**
 * Checks what was passed to `requireScopes` or `requireKinds`, when the middleware is created: a wrong name must not
 * wait for a request.
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
  const read = readRequirements(keys, requirements);
  if ([...(read.kinds ?? []), ...(read.scopes ?? [])].length === 0)
    throw invalidConfig('name one or more; a requirement without a name would let everybody in');
  keysOf.set(read, keys);
  return read as ReadRequirement;
}

/** Checks that a requirement was read, with these keys. */
export function isReadWith(keys: ApiKeys, requirement: ReadRequirement): boolean {
  return typeof requirement === 'object' && requirement !== null && keysOf.get(requirement) === keys;
}

function requireNames(names: unknown, option: string, declared: readonly string[] | undefined): void {
  if (!Array.isArray(names) || !Array.from(names).every(isPermission))
    throw invalidConfig(`${option} must be a list of names`);
  const undeclared = names.filter((name) => declared !== undefined && !declared.includes(name));
  if (undeclared.length > 0)
    throw invalidConfig(`${option} names what createApiKeys does not declare: ${undeclared.join(', ')}`);
}

/** Checks that there are keys, for those who write plain JavaScript. */
export function requireKeys(keys: unknown): void {
  const { verify, authorize, emit, kinds } = requireObject(keys, 'keys must be what createApiKeys made');
  if (![verify, authorize, emit].every((method) => typeof method === 'function') || !Array.isArray(kinds))
    throw invalidConfig('keys must be what createApiKeys made');
}

export function requireObject(value: unknown, message: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw invalidConfig(message);
}

export function invalidConfig(message: string): PosternError {
  return new PosternError('ERR_INVALID_CONFIG', message);
}
