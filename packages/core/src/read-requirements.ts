import { invalidConfig } from './config.js';
import { missingFrom } from './model/permission.js';
import type { Requirements } from './policy/requirements.js';

/** What a service declares. */
interface Declared {
  readonly kinds: readonly string[];
  readonly permissions: readonly string[] | undefined;
}

/**
 * Checks what a route requires. A name that is not declared would let nobody in; a field that is misspelt, everybody.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 */
export function readRequirements(requirements: Requirements, { kinds, permissions }: Declared): Requirements {
  if (typeof requirements !== 'object' || requirements === null)
    throw invalidConfig('requirements must be an object with kinds, scopes or both');
  for (const name in requirements) {
    if (name !== 'kinds' && name !== 'scopes')
      throw invalidConfig(`${name}: no such requirement; there are kinds and scopes`);
  }
  requireDeclared(requirements.kinds, { what: 'kinds', declared: kinds });
  requireDeclared(requirements.scopes, { what: 'scopes', declared: permissions });
  return requirements;
}

function requireDeclared(
  names: readonly string[] | undefined,
  { what, declared }: { readonly what: string; readonly declared: readonly string[] | undefined },
): void {
  if (names === undefined) return;
  if (!Array.isArray(names)) throw invalidConfig(`${what} must be a list of names`);
  // `missingFrom` would skip a hole, and the hole would require nothing.
  for (const name of names)
    if (typeof name !== 'string') throw invalidConfig(`${what} must be a list of names`);
  const undeclared = missingFrom(names, declared ?? names);
  if (undeclared.length > 0)
    throw invalidConfig(`${what}: not declared in createApiKeys: ${undeclared.join(', ')}`);
}
