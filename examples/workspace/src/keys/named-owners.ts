import type { Actor, ActorReference, Owner } from '@postern/core';
import { defaultOwnerPaths, type OwnerPath, pathOfOwner } from '@postern/management';
import type { People } from '../people/people.js';
import type { ServiceAccounts } from '../people/service-accounts.js';
import type { Teams } from '../people/teams.js';
import type { OwnerKind } from './workspace-keys.js';

/** Where the owners of keys are stored, by kind. */
export interface OwnerStores {
  readonly people: People;
  readonly teams: Teams;
  readonly serviceAccounts: ServiceAccounts;
}

/**
 * The owners that an actor may name: for people, themselves, their teams and, if they are admins of the organisation,
 * all service accounts. A key may name the same ones as the person it belongs to, or else only its owner.
 */
export async function ownersOf(
  { teams, serviceAccounts }: OwnerStores,
  actor: Actor,
): Promise<readonly Owner[]> {
  if (actor.kind === 'key' && actor.owner.kind !== 'user') return [actor.owner];
  const { id } = actor.kind === 'key' ? actor.owner : actor;
  const [ofTeams, ofServices] = await Promise.all([
    teams.listForPerson(id),
    serviceAccounts.listForPerson(id),
  ]);
  return [
    { kind: 'user', id },
    ...ofTeams.map((id) => ({ kind: 'team', id })),
    ...ofServices.map((id) => ({ kind: 'service', id })),
  ];
}

/** The name of an owner or an actor. If it has none, its ID. */
export async function nameOf(
  { people, teams, serviceAccounts }: OwnerStores,
  { kind, id }: Owner | ActorReference,
): Promise<string> {
  if (kind === 'user') return (await people.findName(id)) ?? id;
  if (kind === 'team') return (await teams.findName(id)) ?? id;
  if (kind === 'service') return (await serviceAccounts.find(id))?.name ?? id;
  return id;
}

/** Where each kind of owner has its keys, below the settings and below the API. */
export const ownerPaths: Readonly<Record<OwnerKind, OwnerPath>> = {
  ...defaultOwnerPaths,
  service: { path: '/services/{id}', title: 'Service accounts' },
};

/** The path of the page with an owner's keys. */
export function keysPagePath(owner: Owner): string {
  return `/settings${pathOfOwner(owner, ownerPaths)}/keys`;
}
