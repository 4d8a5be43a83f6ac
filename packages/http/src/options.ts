import { type ApiKeys, isPermission, PosternError, type Requirements } from '@postern/core';
import type { CredentialHeader } from './header-lines.js';

/** What `apiKeyAuth` can be told, whatever the framework. */
export interface AuthenticatorOptions<Kind extends string = string, Permission extends string = string>
  extends Requirements<Kind, Permission> {
  /** The name of the protected area in challenges: 1 to 100 printable ASCII characters without `"` and `\`. Default `api`. */
  readonly realm?: string | undefined;
  /** The headers that are looked at. Default: both. */
  readonly headers?: readonly CredentialHeader[] | undefined;
  /** Lets CORS preflights through without a principal. Default false: they are refused like any request. */
  readonly preflight?: boolean | undefined;
}

/** Options with their defaults. */
export interface ReadOptions {
  readonly realm: string;
  readonly headers: readonly CredentialHeader[];
  readonly preflight: boolean;
  readonly requirements: Requirements;
}

const credentialHeaders: readonly CredentialHeader[] = ['authorization', 'x-api-key'];

// `onRefused` is the adapters', each with its own framework's types; here it is only known by name.
const optionNames: readonly string[] = ['realm', 'headers', 'kinds', 'scopes', 'preflight', 'onRefused'];

/**
 * Checks the options, also those of callers without a compiler.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 */
export function readOptions(keys: ApiKeys, options: AuthenticatorOptions): ReadOptions {
  requireKeys(keys);
  const given = requireObject(options);
  for (const name of Object.keys(given)) {
    if (!optionNames.includes(name))
      throw invalidConfig(`${name} is no option; there are ${optionNames.join(', ')}`);
  }
  if (given.onRefused !== undefined && typeof given.onRefused !== 'function')
    throw invalidConfig('onRefused must be a function');
  return {
    realm: readRealm(options.realm),
    headers: readHeaders(options.headers),
    preflight: readPreflight(options.preflight),
    requirements: readRequirements(keys, options),
  };
}

/** Checks what a route requires against what is declared. */
function readRequirements(keys: ApiKeys, { kinds, scopes }: Requirements): Requirements {
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
 */
export function readRequirement(keys: ApiKeys, requirements: Requirements): Requirements {
  const read = readRequirements(keys, requirements);
  if ([...(read.kinds ?? []), ...(read.scopes ?? [])].length > 0) return read;
  throw invalidConfig('name one or more; a requirement without a name would let everybody in');
}

function requireNames(names: unknown, option: string, declared: readonly string[] | undefined): void {
  if (!Array.isArray(names) || !names.every(isPermission))
    throw invalidConfig(`${option} must be a list of names`);
  const undeclared = names.filter((name) => declared !== undefined && !declared.includes(name));
  if (undeclared.length > 0)
    throw invalidConfig(`${option} names what createApiKeys does not declare: ${undeclared.join(', ')}`);
}

function readRealm(realm: unknown = 'api'): string {
  if (typeof realm === 'string' && /^[\x20-\x21\x23-\x5B\x5D-\x7E]{1,100}$/.test(realm)) return realm;
  throw invalidConfig('realm must be 1 to 100 printable ASCII characters without quote and backslash');
}

function readHeaders(headers: unknown = credentialHeaders): readonly CredentialHeader[] {
  if (!Array.isArray(headers)) throw invalidHeaders();
  const accepted = credentialHeaders.filter((header) => headers.includes(header));
  if (accepted.length === 0 || headers.some((header) => !credentialHeaders.includes(header)))
    throw invalidHeaders();
  return accepted;
}

function readPreflight(preflight: unknown = false): boolean {
  if (typeof preflight === 'boolean') return preflight;
  throw invalidConfig('preflight must be true or false');
}

function requireKeys(keys: unknown): void {
  const { verify, authorize, emit, kinds } = requireObject(keys, 'keys must be what createApiKeys made');
  if (![verify, authorize, emit].every((method) => typeof method === 'function') || !Array.isArray(kinds))
    throw invalidConfig('keys must be what createApiKeys made');
}

function requireObject(value: unknown, message = 'options must be an object'): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw invalidConfig(message);
}

function invalidHeaders(): PosternError {
  return invalidConfig(`headers must name one or more of: ${credentialHeaders.join(', ')}`);
}

function invalidConfig(message: string): PosternError {
  return new PosternError('ERR_INVALID_CONFIG', message);
}
