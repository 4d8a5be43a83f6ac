import type { Actor, Owner } from '@postern/core';
import type { ActorName, OwnerName } from './step.js';

/** The permissions of the owners. */
export const permissions = ['agents:read', 'agents:write', 'models:use'] as const;

/**
 * Only teams have them, so that every sequence also has keys without. The release before this one knows none of them.
 */
export const limits = {
  lifetimes: { team: { defaultMs: 20_000, maxMs: 60_000 } },
  caps: { team: 2 },
  leaks: { team: { response: 'disable' } },
} as const;

/** The age from which a key can be unused, and for which a reported leak is known. */
export const dayMs = 24 * 60 * 60 * 1_000;

/** Milliseconds after which everything that is pending is written. */
export const flushIntervalMs = 10_000;

/** The owners and actors of one sequence. Each sequence has its own, because all of them share the storages. */
export interface Scene {
  readonly owners: { readonly [Name in OwnerName]: Owner<'user' | 'team'> };
  readonly actors: { readonly [Name in ActorName]: Actor };
}

let scenes = 0;

export function newScene(): Scene {
  scenes += 1;
  const ada = { kind: 'user', id: `ada-${scenes}` } as const;
  return {
    owners: { ada, platform: { kind: 'team', id: `platform-${scenes}` } },
    actors: { ada, job: { kind: 'system', id: 'job' } },
  };
}

export function otherOwner(name: OwnerName): OwnerName {
  return name === 'ada' ? 'platform' : 'ada';
}

export function later(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms);
}
