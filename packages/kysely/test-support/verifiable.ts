import type { StoredKey, VerifiableKey } from '@postern/core/ports';

/** What `find` returns of a record: the part that a verification needs, and the hash. */
export function verifiable({ key, hash }: StoredKey): VerifiableKey {
  const { id, owner, scopes, expiresAt, disabledAt, revokedAt } = key;
  return { key: { id, owner, scopes, expiresAt, disabledAt, revokedAt }, hash };
}
