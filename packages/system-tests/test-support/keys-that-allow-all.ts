import { type ApiKeys, type ApiKeysConfig, createApiKeys, eachOwner } from '@postern/core';
import { insecureHasher } from '@postern/core/testing';

/** Keys with which everybody may do everything, and every owner is active: where who may is not what is looked at. */
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
