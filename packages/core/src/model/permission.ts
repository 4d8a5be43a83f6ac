/** Shorter than any token, so a token that is passed as a scope by mistake is never named in a message. */
const maxLength = 64;

/**
 * Checks whether a text can be the name of a permission: 1 to 64 printable ASCII characters, without spaces, quotes or
 * backslashes.
 *
 * @see RFC 6749 §3.3, `scope-token`
 * @example
 * isPermission('agents:read'); // true
 */
export function isPermission(text: unknown): text is string {
  return typeof text === 'string' && text.length <= maxLength && /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(text);
}

/** Checks that a value is an array of such names. A hole is not one, which `every` would skip. */
export function isNameList(names: unknown): names is readonly string[] {
  if (!Array.isArray(names)) return false;
  for (const name of names) if (!isPermission(name)) return false;
  return true;
}

/**
 * What a key may do: the owner's permissions, narrowed by the key's scopes. `null` narrows nothing. Returns a new list
 * each time, because a handler may change its principal.
 */
export function effectivePermissions(
  granted: readonly string[],
  scopes: readonly string[] | null,
): readonly string[] {
  return scopes === null ? [...granted] : granted.filter((permission) => scopes.includes(permission));
}

/** Returns the names in `wanted` that `granted` lacks, each once. */
export function missingFrom(wanted: readonly string[], granted: readonly string[]): readonly string[] {
  const missing = wanted.filter((permission) => !granted.includes(permission));
  return missing.length > 1 ? [...new Set(missing)] : missing;
}

/** What a route requires of a key. */
export interface Requirements<Kind extends string = string, Permission extends string = string> {
  /** The kinds that are let in. Default: all kinds of the service. */
  readonly kinds?: readonly Kind[] | undefined;
  /** The permissions that the principal must all have. Default: none. */
  readonly scopes?: readonly Permission[] | undefined;
}
