import { type ApiKeys, createApiKeys } from '@postern/core';
import type { Hasher } from '@postern/core/ports';
import type { Database } from '../database/database.js';
import { keyEventLog, type WriteLine } from '../log.js';
import type { OrganisationStore } from '../people/organisation.js';
import type { People } from '../people/people.js';
import type { ServiceAccounts } from '../people/service-accounts.js';
import type { Teams } from '../people/teams.js';
import { workspaceKeyPolicy } from './key-policy.js';
import { workspaceOwners } from './owner-directory.js';
import { type Permission, permissions } from './permissions.js';

/** The kinds of owners. */
const ownerKinds = ['user', 'team', 'service'] as const;
export type OwnerKind = (typeof ownerKinds)[number];
/** What the tokens start with: `keys.tokenPrefixes`, for code that has no `keys`. */
export const tokenPrefixes: readonly string[] = [...ownerKinds];
export type WorkspaceKeys = ApiKeys<OwnerKind, Permission>;

const dayMs = 24 * 60 * 60 * 1_000;

/** The same default for the pages, the API and agents. A key that never expires has to be asked for. */
const lifetime = { defaultMs: 90 * dayMs };
/** No one notices a forgotten key of a service account, so all of these keys expire, and there are few of them. */
const serviceLifetime = { ...lifetime, maxMs: 365 * dayMs };
const maxServiceKeys = 25;

/** Several people manage these keys: they see that one was disabled, and delete it once it is replaced. */
const sharedLeaks = { response: 'disable' } as const;

interface KeyParts {
  readonly database: Database;
  readonly hasher: Hasher;
  readonly checkKeys: readonly Uint8Array[];
  readonly people: People;
  readonly teams: Teams;
  readonly serviceAccounts: ServiceAccounts;
  readonly organisation: OrganisationStore;
  readonly log: WriteLine;
}

/** Creates Postern's API for the workspace. */
export function workspaceKeys(parts: KeyParts): WorkspaceKeys {
  const { database, hasher, checkKeys, log } = parts;
  return createApiKeys({
    repository: database.keyRepository,
    hasher,
    owners: workspaceOwners(database),
    policy: workspaceKeyPolicy(parts),
    kinds: ownerKinds,
    permissions,
    checkKeys: { keys: checkKeys },
    lifetimes: { user: lifetime, team: lifetime, service: serviceLifetime },
    caps: { service: maxServiceKeys },
    leaks: { team: sharedLeaks, service: sharedLeaks },
    events: keyEventLog(log),
  });
}
