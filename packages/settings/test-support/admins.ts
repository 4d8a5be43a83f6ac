import {
  type Actor,
  type ApiKeys,
  createApiKeys,
  eachOwner,
  type KeyPolicy,
  type KeyPolicyRequest,
  type ListAllRequest,
  type Owner,
  selfService,
} from '@postern/core';
import { insecureHasher, memoryKeyRepository, settableClock } from '@postern/core/testing';
import { type SettingsHandler, type SettingsOptions, settingsPages } from '../src/index.js';

export const root: Actor = { kind: 'user', id: 'root' };
export const ada: Actor & Owner = { kind: 'user', id: 'ada' };
const team: Owner = { kind: 'team', id: 'platform' };

/** 24 hours. */
export const dayMs = 86_400_000;

interface IssuedForTest {
  readonly id: string;
  readonly token: string;
}

interface ServiceWithAdmins {
  readonly keys: ApiKeys;
  readonly handler: SettingsHandler;
  readonly events: unknown[];
  /** The calls of `listAll` by the pages. */
  readonly listings: readonly ListAllRequest[];
  /**
   * Issues a key some days before now. The name says whose it is, and who creates it: `user ada`,
   * or `team platform by ada`.
   */
  readonly issue: (name: string, days?: number, expiresAt?: Date | null) => Promise<IssuedForTest>;
}

/** Root is the admin. Everyone may do anything to the keys of teams. */
const policyWithAdmins: KeyPolicy = {
  decide(request) {
    if (request.owner === undefined)
      return request.actor.id === root.id ? { ok: true } : { ok: false, message: 'only admins may' };
    return request.owner.kind === 'team' ? { ok: true } : selfService().decide(request);
  },
};

/** Creates the pages of a service with an admin. A header says who is signed in. */
export function withAdmins(
  given: Partial<SettingsOptions> = {},
  { policy = policyWithAdmins, maxMs }: { readonly policy?: KeyPolicy; readonly maxMs?: number } = {},
): ServiceWithAdmins {
  const events: unknown[] = [];
  let daysAgo = 0;
  const clock = { ...settableClock(), now: () => new Date(Date.now() - daysAgo * dayMs) };
  const config = {
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: ['agents:read', 'agents:write'] })),
    permissions: ['agents:read', 'agents:write'],
    policy: {
      decide: (request: KeyPolicyRequest) =>
        request.action === 'issue' ? ({ ok: true } as const) : policy.decide(request),
    },
    events: { emit: (event: unknown) => void events.push(event) },
    clock,
  };
  // Keys are from before there was a maximum.
  const unlimited: ApiKeys = createApiKeys(config);
  const keys: ApiKeys = createApiKeys({
    ...config,
    lifetimes: maxMs === undefined ? {} : { user: { maxMs } },
  });
  const listings: ListAllRequest[] = [];
  const counted: ApiKeys = {
    ...keys,
    listAll(request) {
      listings.push(request);
      return keys.listAll(request);
    },
  };
  const handler = settingsPages(counted, {
    authenticate({ headers }) {
      const id = headers.get('X-Person');
      return id === null ? null : { kind: 'user', id };
    },
    ownersOf: ({ id }) => [{ kind: 'user', id }, ...(id === root.id ? [team] : [])],
    isAdmin: ({ id }) => id === root.id,
    signInUrl: () => '/sign-in',
    ...given,
  });
  async function issue(name: string, days = 0, expiresAt?: Date | null): Promise<IssuedForTest> {
    const [kind = '', id = '', , creator = id] = name.split(' ');
    daysAgo = days;
    const actor: Actor = { kind: 'user', id: creator };
    const { key, token } = await unlimited.issue({ owner: { kind, id }, actor, name, expiresAt });
    daysAgo = 0;
    return { id: key.id, token };
  }
  return { keys, handler, events, listings, issue };
}
