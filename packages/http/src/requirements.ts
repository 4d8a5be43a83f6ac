import { type ApiKeys, isPermission, type Requirements } from '@postern/core';
import { invalidConfig } from './invalid-config.js';
import { requireKeys } from './require-keys.js';

/** Checks what a route requires against what is declared. */
export function readRequirements(keys: ApiKeys, { kinds, scopes }: Requirements): Requirements {
  requireKeys(keys);
  if (kinds !== undefined) {
    requireNames(kinds, 'kinds', keys.kinds);
    if (kinds.length === 0) throw invalidConfig('kinds must name one or more; an empty list lets nobody in');
  }
  if (scopes !== undefined) requireNames(scopes, 'scopes', keys.permissions);
  return {
    ...(kinds !== undefined && { kinds: [...kinds] }),
    ...(scopes !== undefined && { scopes: [...scopes] }),
  };
}

/**
 * Checks what `requireScopes` or `requireKinds` was given: as `readRequirements`, and one name or more.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` where nothing is named, or what is not declared in `createApiKeys`.
 * @example
 * const requirements = readRequirement(keys, { scopes: ['agents:read'] });
 */
export function readRequirement(keys: ApiKeys, requirements: Requirements): Requirements {
  const read = readRequirements(keys, requirements);
  if ([...(read.kinds ?? []), ...(read.scopes ?? [])].length > 0) return read;
  throw invalidConfig('name one or more; a requirement without a name would let everybody in');
}

function requireNames(names: unknown, option: string, declared: readonly string[] | undefined): void {
  if (!Array.isArray(names) || !Array.from(names).every(isPermission))
    throw invalidConfig(`${option} must be a list of names`);
  const undeclared = names.filter((name) => declared !== undefined && !declared.includes(name));
  if (undeclared.length > 0)
    throw invalidConfig(`${option} names what createApiKeys does not declare: ${undeclared.join(', ')}`);
}
