import {
  type Actor,
  type ApiKeys,
  createApiKeys,
  eachOwner,
  type KeyPolicy,
  type Owner,
  selfService,
} from '@postern/core';
import {
  insecureHasher,
  memoryKeyRepository,
  type SettableClock,
  settableClock,
} from '@postern/core/testing';
import { type ManagementHandler, type ManagementOptions, managementHandler } from '../src/index.js';

export const root: Actor = { kind: 'user', id: 'root' };

/** 24 hours. */
export const dayMs = 24 * 60 * 60 * 1_000;

interface ServiceWithAdmins {
  readonly keys: ApiKeys;
  readonly handler: ManagementHandler;
  readonly clock: SettableClock;
  readonly events: unknown[];
  /** Issues keys, a second after each other. */
  readonly issue: (...names: readonly string[]) => Promise<void>;
}

/** The policy of a service whose admin is root, and in which everyone may issue keys of teams. */
const policyWithAdmins: KeyPolicy = {
  decide(request) {
    if (request.owner === undefined)
      return request.actor.id === root.id ? { ok: true } : { ok: false, message: 'only admins may' };
    return request.owner.kind === 'team' ? { ok: true } : selfService().decide(request);
  },
};

/**
 * Creates a handler for a service with an admin. A header says who is signed in. The name of a key says whose it is,
 * and who creates it: `user ada`, or `team platform by ada`.
 */
export function withAdmins(
  given: Partial<ManagementOptions> = {},
  policy: KeyPolicy = policyWithAdmins,
): ServiceWithAdmins {
  const events: unknown[] = [];
  const clock = settableClock();
  const keys: ApiKeys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: ['agents:read'] })),
    policy: {
      decide: (request) => (request.action === 'issue' ? { ok: true } : policy.decide(request)),
    },
    events: { emit: (event) => void events.push(event) },
    clock,
  });
  const handler = managementHandler(keys, {
    authenticate({ headers }) {
      const id = headers.get('X-Person');
      return id === null ? null : { kind: 'user', id };
    },
    ownersOf: ({ id }) => [{ kind: 'user', id }],
    isAdmin: ({ id }) => id === root.id,
    ...given,
  });
  async function issue(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      const [kind = '', id = '', , creator = id] = name.split(' ');
      await keys.issue({ owner: { kind, id } satisfies Owner, actor: { kind: 'user', id: creator }, name });
      clock.advance(1_000);
    }
  }
  return { keys, handler, clock, events, issue };
}

/** Sends a request as the admin, or as someone else, and returns the response, whatever its format. */
export async function ask(
  { handler }: Pick<ServiceWithAdmins, 'handler'>,
  path: string,
  { as = 'root', accept, ...init }: RequestInit & { as?: string | null; accept?: string } = {},
): Promise<Response> {
  const headers = new Headers(init.headers);
  if (as !== null) headers.set('X-Person', as);
  if (accept !== undefined) headers.set('Accept', accept);
  return handler(new Request(`http://localhost:8080${path}`, { ...init, headers }));
}
