import type { ApiKeys, PosternError, Requirements } from '@postern/core';
import { checkOptions, invalidConfig, isSecureUrl } from '@postern/core/ports';
import { type CredentialHeader, credentialHeaders } from './extract-credential.js';
import { checkRequirements, requireKeys } from './requirements.js';

/** The options of `apiKeyAuth` in every framework. */
export interface AuthenticatorOptions<Kind extends string = string, Permission extends string = string>
  extends Requirements<Kind, Permission> {
  /**
   * The name of the protected area in challenges: 1 to 100 printable ASCII characters without `"` and `\`. Default:
   * `api`.
   */
  readonly realm?: string | undefined;
  /**
   * The URL of your protected resource metadata (RFC 9728), for a route that accepts OAuth access tokens as well as
   * keys. Every challenge has it as `resource_metadata` (§5.1), so that OAuth clients find your authorization server. A
   * 403 has it too: the RFC names no status, and the Model Context Protocol asks for it there as in a 401. It must be
   * an absolute https URL, or http on localhost, without a fragment or user-info, and is sent as it is. Default: none.
   */
  readonly resourceMetadata?: string | undefined;
  /** The headers that may contain a key. Default: both. */
  readonly headers?: readonly CredentialHeader[] | undefined;
  /** Lets CORS preflights through without a principal. Default: false, they are refused like any other request. */
  readonly preflight?: boolean | undefined;
  /**
   * Removes the key from a request that is let through, for services that pass requests on: `Authorization` and
   * `x-api-key` are removed if they carry it, even if `headers` does not name them. A header with another credential
   * stays. A second `apiKeyAuth` after it finds no key. Default: false.
   */
  readonly removeCredential?: boolean | undefined;
}

/** The checked options, with their defaults. */
export interface ReadOptions {
  readonly realm: string;
  readonly resourceMetadata: string | undefined;
  readonly headers: readonly CredentialHeader[];
  readonly preflight: boolean;
  readonly removeCredential: boolean;
  readonly requirements: Requirements;
}

// Each adapter defines `onRefused` with the types of its framework, so only its name is known here.
const optionNames: readonly string[] = [
  ...['realm', 'resourceMetadata', 'headers', 'kinds', 'scopes'],
  ...['preflight', 'removeCredential', 'onRefused'],
];

/**
 * Checks the options, also for callers without a compiler.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG`
 */
export function readOptions(keys: ApiKeys, options: AuthenticatorOptions): ReadOptions {
  requireKeys(keys);
  checkOptions(options, { names: optionNames });
  const { onRefused }: AuthenticatorOptions & { readonly onRefused?: unknown } = options;
  if (onRefused !== undefined && typeof onRefused !== 'function')
    throw invalidConfig('onRefused must be a function');
  return {
    realm: readRealm(options.realm),
    resourceMetadata: readResourceMetadata(options.resourceMetadata),
    headers: readHeaders(options.headers),
    preflight: readSwitch('preflight', options.preflight),
    removeCredential: readSwitch('removeCredential', options.removeCredential),
    requirements: checkRequirements(keys, options),
  };
}

function readRealm(realm: unknown = 'api'): string {
  if (typeof realm === 'string' && /^[\x20-\x21\x23-\x5B\x5D-\x7E]{1,100}$/.test(realm)) return realm;
  throw invalidConfig('realm must be 1 to 100 printable ASCII characters without quotes and backslashes');
}

/** It is sent as it is, in quotes, to callers whom no one knows. */
function readResourceMetadata(url: unknown): string | undefined {
  if (url === undefined) return undefined;
  if (isSecureUrl(url) && /^https?:\/\/[\x21\x24-\x5B\x5D-\x7E]+$/i.test(url) && !hasUserInfo(url))
    return url;
  throw invalidConfig(
    'resourceMetadata must be an absolute https URL (http only on localhost) without spaces, quotes, a fragment or ' +
      'user-info, such as https://api.example.com/.well-known/oauth-protected-resource',
  );
}

function hasUserInfo(url: string): boolean {
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}

function readHeaders(headers: unknown = credentialHeaders): readonly CredentialHeader[] {
  if (!Array.isArray(headers)) throw invalidHeaders();
  const accepted = credentialHeaders.filter((header) => headers.includes(header));
  if (accepted.length === 0 || headers.some((header) => !credentialHeaders.includes(header)))
    throw invalidHeaders();
  return accepted;
}

function readSwitch(name: string, value: unknown = false): boolean {
  if (typeof value === 'boolean') return value;
  throw invalidConfig(`${name} must be true or false`);
}

function invalidHeaders(): PosternError {
  return invalidConfig(`headers must be a list of one or both of ${credentialHeaders.join(', ')}`);
}
