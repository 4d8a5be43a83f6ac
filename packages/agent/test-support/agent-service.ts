import {
  type Actor,
  type ApiKeys,
  type ApiKeysConfig,
  createApiKeys,
  eachOwner,
  type IssuedKey,
  type KeyPolicy,
  type Owner,
  selfService,
} from '@postern/core';
import type { KeyRepository } from '@postern/core/ports';
import {
  insecureHasher,
  memoryKeyRepository,
  type SettableClock,
  settableClock,
} from '@postern/core/testing';
import { type KeyTool, type KeyToolsOptions, keyTools, type ToolResult } from '../src/index.js';

export const ada = { kind: 'user', id: 'ada' } as const;
export const grace = { kind: 'user', id: 'grace' } as const;
export const platform = { kind: 'team', id: 'team-1' } as const;
export const deployBot = { kind: 'service', id: 'service-1' } as const;

/**
 * Ada and Grace are in the team Platform, and Ada is its admin, and sees all keys. Grace may only read. A key of the
 * team can see its keys.
 */
export interface AgentService {
  readonly keys: ApiKeys;
  readonly tools: readonly KeyTool[];
  readonly events: unknown[];
  readonly clock: SettableClock;
  /** Runs a tool as a model would: for Ada, and without a way to ask her. */
  run(name: string, input?: unknown, session?: Partial<Parameters<KeyTool['run']>[1]>): Promise<ToolResult>;
  issue(
    owner?: typeof ada | typeof grace | typeof platform | typeof deployBot,
    name?: string,
  ): Promise<IssuedKey>;
  isLive(token: string): Promise<boolean>;
}

export function agentService(
  given: Partial<KeyToolsOptions> = {},
  lifetimes: ApiKeysConfig<'user' | 'team' | 'service'>['lifetimes'] = {},
  repository: KeyRepository = memoryKeyRepository(),
): AgentService {
  const events: unknown[] = [];
  const clock = settableClock(new Date());
  const keys = createApiKeys({
    repository,
    hasher: insecureHasher(),
    owners: eachOwner(({ id }) => ({
      active: true,
      permissions: id === 'grace' ? ['agents:read'] : ['agents:read', 'agents:write'],
    })),
    policy,
    kinds: ['user', 'team', 'service'],
    lifetimes,
    leaks: { team: { response: 'disable' } },
    clock,
    events: { emit: (event) => void events.push(event) },
  });
  const tools = keyTools(keys, {
    ownersOf,
    nameOf: ({ id }) => names[id] ?? id,
    offerUrl: ({ id }) => `https://app.example.com/settings/offers/${id}`,
    deleteUrl: ({ id }) => `https://app.example.com/settings/user/keys/${id}/delete`,
    ...given,
  });
  return {
    keys,
    tools,
    events,
    clock,
    async run(name, input = {}, session = {}) {
      const tool = tools.find((one) => one.name === name);
      if (tool === undefined) throw new Error(`there is no tool ${name}`);
      return tool.run(input, { actor: ada, ...session });
    },
    issue: (owner = ada, name = 'CI Pipeline') =>
      keys.issue({ owner, actor: owner.kind === 'user' ? owner : ada, name }),
    isLive: async (token) => (await keys.verify(token)).ok,
  };
}

const names: Readonly<Record<string, string>> = {
  [platform.id]: 'Platform',
  [deployBot.id]: 'Deploy Bot',
};
const own = selfService();
const policy: KeyPolicy = {
  decide(request) {
    if (request.owner === undefined && request.action === 'list_all')
      return request.actor.id === 'ada' ? { ok: true } : { ok: false, message: 'only Ada sees all 7 keys' };
    const { kind = 'user' } = request.owner ?? {};
    if (kind === 'user') return own.decide(request);
    if (request.actor.id === 'ada') return { ok: true };
    if (request.action === 'get' && kind === 'team') return { ok: true };
    return { ok: false, message: `only admins of the ${kind} can manage its keys` };
  },
};

/** As a host would return them: for a person, themselves and their teams; for a key, its owner. */
function ownersOf(actor: Actor): readonly Owner[] {
  return actor.kind === 'key' ? [actor.owner] : [{ kind: 'user', id: actor.id }, platform];
}
