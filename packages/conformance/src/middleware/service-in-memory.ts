import {
  type ApiKeys,
  type ApiKeysConfig,
  createApiKeys,
  eachOwner,
  type IssuedKey,
  type KeyEvent,
} from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import type { SubjectKind, SubjectPermission } from './subject.js';

const permissions = ['agents:read', 'agents:write'] as const;
const actor = { kind: 'system', id: 'conformance' } as const;

/** Keys in memory, including one of Ada. */
export interface ServiceInMemory {
  readonly keys: ApiKeys<SubjectKind, SubjectPermission>;
  /** The events since `token` was issued. */
  readonly events: KeyEvent[];
  /** A token of the user `ada`, who may read and write agents. */
  readonly token: string;
  /** Issues a key, for `ada` by default. */
  issue(request?: {
    readonly owner?: { readonly kind: SubjectKind; readonly id: string };
    readonly scopes?: readonly SubjectPermission[];
    readonly expiresAt?: Date;
  }): Promise<IssuedKey>;
}

/**
 * Creates a service in memory, for tests of an adapter beyond the contract.
 *
 * @param given Parts of `createApiKeys` that replace those in memory.
 * @example
 * const { keys, token } = await serviceInMemory();
 */
export async function serviceInMemory(
  given: Partial<Omit<ApiKeysConfig, 'kinds' | 'permissions' | 'events'>> = {},
): Promise<ServiceInMemory> {
  const events: KeyEvent[] = [];
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions })),
    policy: { decide: () => ({ ok: true }) },
    ...given,
    events: { emit: (event) => void events.push(event) },
    kinds: ['user', 'team'],
    permissions,
  });
  const issue: ServiceInMemory['issue'] = (request) =>
    keys.issue({ owner: { kind: 'user', id: 'ada' }, actor, name: 'conformance', ...request });
  const { token } = await issue();
  events.length = 0;
  return { keys, events, token, issue };
}
