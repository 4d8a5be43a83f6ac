import {
  type Actor,
  type ApiKeysConfig,
  createApiKeys,
  eachOwner,
  type IssuedKey,
  type KeyEvent,
  type KeyPolicy,
  type Owner,
  type OwnerStatus,
} from '../src/index.js';
import { insecureHasher, memoryKeyRepository, settableClock } from '../src/testing/index.js';
import type { IssueRequest } from '../src/use-cases/issue-key.js';

export const ada = { kind: 'user', id: 'ada' } as const satisfies Owner & Actor;
export const grace = { kind: 'user', id: 'grace' } as const satisfies Owner & Actor;
export const linus = { kind: 'user', id: 'linus' } as const satisfies Owner & Actor;
export const platform = { kind: 'team', id: 'platform' } as const satisfies Owner;

const permissions = ['agents:read', 'agents:write', 'models:use'] as const;

/** A policy that allows everything to everyone, for tests that are not about the policy. */
export const allowAll: KeyPolicy = { decide: () => ({ ok: true }) };

type Kind = 'user' | 'team';
type Permission = (typeof permissions)[number];
type Parts = Omit<ApiKeysConfig<Kind, Permission>, 'clock' | 'kinds' | 'permissions'>;

/**
 * A service in memory, with everything that a test controls and inspects: the people and teams of the host, the clock
 * and the events. Ada and the team platform have all declared permissions, grace may only read, linus is not active.
 */
export function service(given: Partial<Parts> = {}) {
  const clock = settableClock();
  const events: KeyEvent[] = [];
  const host = new Map<string, OwnerStatus>([
    ['user.ada', { active: true, permissions }],
    ['user.grace', { active: true, permissions: ['agents:read'] }],
    ['user.linus', { active: false, permissions }],
    ['team.platform', { active: true, permissions }],
  ]);
  const parts: Parts = {
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
    owners: eachOwner(({ kind, id }) => host.get(`${kind}.${id}`)),
    policy: allowAll,
    events: { emit: (event) => void events.push(event) },
    ...given,
  };
  const keys = createApiKeys({ ...parts, clock, kinds: ['user', 'team'], permissions });
  const issue = (request: Partial<IssueRequest<Kind, Permission>> = {}): Promise<IssuedKey> =>
    keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline', ...request });
  return { ...parts, clock, events, host, keys, issue };
}
