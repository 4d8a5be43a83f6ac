/** Shorter than any token: one that is passed as a scope by mistake is never named in a message. */
const maxLength = 64;

/**
 * Says whether a text may name a permission: 1 to 64 characters of printable ASCII without space, quote and backslash.
 *
 * @see RFC 6749 §3.3, `scope-token`
 * @example
 * isPermission('agents:read'); // true
 */
export function isPermission(text: unknown): text is string {
  return typeof text === 'string' && text.length <= maxLength && /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(text);
}

/** What a key may do: the owner's permissions, narrowed by the key's scopes. `null` narrows nothing. */
export function effectivePermissions(
  granted: readonly string[],
  scopes: readonly string[] | null,
): readonly string[] {
  return scopes === null ? granted : granted.filter((permission) => scopes.includes(permission));
}

/** Those of `wanted` that are not among `granted`, each once. */
export function missingFrom(wanted: readonly string[], granted: readonly string[]): readonly string[] {
  const missing = wanted.filter((permission) => !granted.includes(permission));
  return missing.length > 1 ? [...new Set(missing)] : missing;
}

/** What a route requires of a key. */
export interface Requirements<Kind extends string = string, Permission extends string = string> {
  /** The kinds that are let in. Default: all that the service declares. */
  readonly kinds?: readonly Kind[] | undefined;
  /** The permissions that the principal must have, all of them. Default: none. */
  readonly scopes?: readonly Permission[] | undefined;
}
