import {
  type Actor,
  type ApiKeys,
  type ApiKeysConfig,
  createApiKeys,
  eachOwner,
  type KeyPolicy,
  type Owner,
  selfService,
} from '@postern/core';
import type { KeyRepository } from '@postern/core/ports';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import {
  defaultOwnerPaths,
  type ManagementHandler,
  type ManagementOptions,
  managementHandler,
} from '../src/index.js';
import { expectDocumented } from './expect-documented.js';

export const ada: Owner = { kind: 'user', id: 'ada' };
export const platform: Owner = { kind: 'team', id: 'platform' };
export const deployBot: Owner = { kind: 'service', id: 'deploy-bot' };

/** The teams of each person. */
const teams: Readonly<Record<string, readonly string[]>> = {
  ada: ['platform'],
  grace: ['platform'],
  eve: ['other'],
};
const admins: ReadonlySet<string> = new Set(['ada']);

/** Creates a handler over keys in memory. A header says who is signed in. */
export function settings(
  given: Partial<ManagementOptions> = {},
  lifetimes: ApiKeysConfig<'user' | 'team' | 'service'>['lifetimes'] = {},
  caps: ApiKeysConfig<'user' | 'team' | 'service'>['caps'] = {},
  repository: KeyRepository = memoryKeyRepository(),
): {
  readonly keys: ApiKeys;
  readonly handler: ManagementHandler;
  readonly events: unknown[];
} {
  const events: unknown[] = [];
  const own = selfService();
  const policy: KeyPolicy = {
    decide: (request) =>
      request.owner !== undefined && request.owner.kind !== 'user' && request.actor.kind === 'user'
        ? admins.has(request.actor.id)
          ? { ok: true }
          : { ok: false, message: `only admins of the ${request.owner.kind} can manage its keys` }
        : own.decide(request),
  };
  const keys = createApiKeys({
    repository,
    hasher: insecureHasher(),
    owners: eachOwner(async () => ({ active: true, permissions: ['agents:read', 'agents:write'] })),
    policy,
    kinds: ['user', 'team', 'service'],
    lifetimes,
    caps,
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

/** The path of service accounts. */
export const service = { path: '/services/{id}', title: 'Service accounts' } as const;

/** Creates a handler for people and service accounts. Everyone may name the given services. */
export function withServices(
  ids: readonly string[] = [deployBot.id],
  given: Partial<ManagementOptions> = {},
): ReturnType<typeof settings> {
  return settings({
    ownerPaths: { ...defaultOwnerPaths, service },
    ownersOf: ({ id }) => [
      { kind: 'user', id },
      ...ids.map((serviceId) => ({ kind: 'service', id: serviceId })),
    ],
    ...given,
  });
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
