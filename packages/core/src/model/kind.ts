/** The kinds of a service that declares none of its own. */
export const defaultKinds: readonly ['user', 'team'] = ['user', 'team'];

/** Says whether a text may be a kind: a lower-case letter, then up to 15 lower-case letters or digits. */
export function isKind(text: unknown): text is string {
  return typeof text === 'string' && /^[a-z][a-z0-9]{0,15}$/.test(text);
}
