import {
  type ApiKeys,
  type ApiKeysConfig,
  createApiKeys,
  eachOwner,
  type KeyPolicy,
  type Owner,
  selfService,
} from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { type SettingsHandler, type SettingsOptions, settingsPages } from '../src/index.js';

const teams: Readonly<Record<string, readonly string[]>> = { ada: ['platform'], grace: ['platform'] };

/** Creates the pages over keys in memory. A header says who is signed in. Ada is an admin of the team `platform`. */
export function pages(
  given: Partial<SettingsOptions> = {},
  lifetimes: ApiKeysConfig<'user' | 'team' | 'service'>['lifetimes'] = {},
  caps: ApiKeysConfig<'user' | 'team' | 'service'>['caps'] = {},
  config: Partial<Pick<ApiKeysConfig, 'clock' | 'leaks' | 'owners' | 'permissions' | 'policy'>> = {},
): {
  readonly keys: ApiKeys;
  readonly handler: SettingsHandler;
  readonly events: unknown[];
} {
  const events: unknown[] = [];
  const own = selfService();
  const policy: KeyPolicy = {
    decide(request) {
      const { kind = 'user' } = request.owner ?? {};
      if (kind === 'user') return own.decide(request);
      if (request.actor.id === 'ada') return { ok: true };
      return { ok: false, message: `only admins of the ${kind} can manage its keys` };
    },
  };
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
    owners: eachOwner(({ id }) => ({
      active: true,
      permissions: id === 'grace' ? ['agents:read'] : ['agents:read', 'agents:write'],
    })),
    policy,
    kinds: ['user', 'team', 'service'],
    lifetimes,
    caps,
    permissions: ['agents:read', 'agents:write'],
    events: { emit: (event) => void events.push(event) },
    ...config,
  }) as unknown as ApiKeys;
  const handler = settingsPages(keys, {
    authenticate: ({ headers }) => {
      const id = headers.get('X-Person');
      return id === null ? null : { kind: 'user', id };
    },
    ownersOf: ({ id }): Owner[] => [
      { kind: 'user', id },
      ...(teams[id] ?? []).map((team) => ({ kind: 'team', id: team })),
    ],
    signInUrl: () => '/sign-in',
    ...given,
  });
  return { keys, handler, events };
}

interface Sent {
  /** `null`: no one is signed in. Default: ada. */
  readonly as?: string | null;
  readonly form?: readonly (readonly [string, string])[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Requests a page, or sends a form as a page of the same origin does. */
export async function visit(
  { handler }: { readonly handler: SettingsHandler },
  path: string,
  { as = 'ada', form, headers = {} }: Sent = {},
): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }> {
  const response = await handler(
    new Request(`http://localhost:8080${path}`, {
      headers: {
        Cookie: 'session=1',
        ...(as !== null && { 'X-Person': as }),
        ...(form !== undefined && { 'Sec-Fetch-Site': 'same-origin' }),
        ...headers,
      },
      ...(form !== undefined && { method: 'POST', body: formOf(form) }),
    }),
  );
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function formOf(fields: NonNullable<Sent['form']>): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

/** The token that a page shows. */
export function tokenIn(text: string): string {
  return /id="token"[^>]*>([^<]+)</.exec(text)?.[1] ?? '';
}
