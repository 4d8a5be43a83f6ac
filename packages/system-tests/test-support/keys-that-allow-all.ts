import { type ApiKeys, type ApiKeysConfig, createApiKeys, eachOwner } from '@postern/core';
import { insecureHasher } from '@postern/core/testing';

/**
 * Creates keys with which everyone may do everything and every owner is active, for tests that aren't about
 * permissions.
 */
export function keysThatAllowAll(
  parts: Pick<ApiKeysConfig, 'repository'> & Partial<Omit<ApiKeysConfig, 'owners' | 'policy'>>,
): ApiKeys {
  return createApiKeys({
    hasher: insecureHasher(),
    ...parts,
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: { decide: () => ({ ok: true }) },
  });
}
