import { type ApiKeysConfig, createApiKeys, eachOwner, type KeyEvent, type Owner } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';

const kinds = ['user', 'team'] as const;
const permissions = ['agents:read', 'agents:write'] as const;

/** Keys in memory, the events that they emitted, and the token of a user key that may read agents. */
export async function service(
  given: Partial<ApiKeysConfig<(typeof kinds)[number], (typeof permissions)[number]>> = {},
) {
  const events: KeyEvent[] = [];
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: ['agents:read'] })),
    policy: { decide: () => ({ ok: true }) },
    events: { emit: (event) => void events.push(event) },
    ...given,
    kinds,
    permissions,
  });
  const issue = async (owner: Owner<'user' | 'team'> = { kind: 'user', id: 'ada' }) => {
    const { token, key } = await keys.issue({ owner, actor: { kind: 'system', id: 'test' }, name: 'CI' });
    return { token, key };
  };
  const issued = await issue();
  events.length = 0;
  return { keys, events, issue, ...issued };
}
