import {
  type Actor,
  type ApiKeys,
  createApiKeys,
  eachOwner,
  type KeyPolicy,
  type Owner,
  selfService,
} from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { type ManagementHandler, type ManagementOptions, managementHandler } from '../src/index.js';
import { expectDocumented } from './expect-documented.js';

export const ada: Owner = { kind: 'user', id: 'ada' };
export const platform: Owner = { kind: 'team', id: 'platform' };

/** The teams of each person. */
const teams: Readonly<Record<string, readonly string[]>> = {
  ada: ['platform'],
  grace: ['platform'],
  eve: ['other'],
};
const teamAdmins: ReadonlySet<string> = new Set(['ada']);

/** Creates a handler over keys in memory. A header says who is signed in. */
export function settings(given: Partial<ManagementOptions> = {}): {
  readonly keys: ApiKeys;
  readonly handler: ManagementHandler;
  readonly events: unknown[];
} {
  const events: unknown[] = [];
  const own = selfService();
  const policy: KeyPolicy = {
    decide: (request) =>
      request.owner?.kind === 'team' && request.actor.kind === 'user'
        ? teamAdmins.has(request.actor.id)
          ? { ok: true }
          : { ok: false, message: 'only admins of the team can manage its keys' }
        : own.decide(request),
  };
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
    owners: eachOwner(async () => ({ active: true, permissions: ['agents:read', 'agents:write'] })),
    policy,
    permissions: ['agents:read', 'agents:write'],
    events: { emit: (event) => void events.push(event) },
  });
  const handler = managementHandler(keys as unknown as ApiKeys, {
    authenticate: actorOf,
    ownersOf: (actor) => [
      { kind: 'user', id: actor.id },
      ...(teams[actor.id] ?? []).map((id) => ({ kind: 'team', id })),
    ],
    ...given,
  });
  return { keys: keys as unknown as ApiKeys, handler, events };
}

function actorOf({ headers }: Request): Actor | null {
  const id = headers.get('X-Person');
  return id === null ? null : { kind: 'user', id };
}

/** Sends JSON as a person. The OpenAPI document must describe the response. */
export async function send(
  { handler }: { readonly handler: ManagementHandler },
  line: `${'GET' | 'POST' | 'PATCH' | 'DELETE'} ${string}`,
  {
    as = 'ada',
    json,
    headers = {},
  }: { as?: string | null; json?: unknown; headers?: Record<string, string> } = {},
): Promise<{
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly text: string;
}> {
  const [method = '', path = ''] = line.split(' ');
  const response = await handler(
    new Request(`http://localhost:8080${path}`, {
      method,
      headers: {
        ...(as !== null && { 'X-Person': as }),
        ...(json !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(json !== undefined && { body: typeof json === 'string' ? json : JSON.stringify(json) }),
    }),
  );
  const text = await response.text();
  const { status, headers: received } = response;
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  await expectDocumented(handler, { method, path }, { status, headers: received, body });
  return { status, headers: received, text, body };
}
