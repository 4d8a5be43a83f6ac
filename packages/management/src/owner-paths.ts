import type { Owner } from '@postern/core';

/** Where the keys of owners of one kind are. */
export interface OwnerPath {
  readonly kind: 'user' | 'team';
  /** As in the names of operations. */
  readonly title: 'User' | 'Team';
  /** In the form of the document. */
  readonly path: string;
}

/** The actor's own keys, and those of each of their teams. */
export const ownerPaths: readonly OwnerPath[] = [
  { kind: 'user', title: 'User', path: '/user' },
  { kind: 'team', title: 'Team', path: '/teams/{teamId}' },
];

/** Finds the owner that a path names, among those that the actor may name at all. */
export function findOwner(
  owners: readonly Owner[],
  kind: OwnerPath['kind'],
  teamId: string | undefined,
): Owner | undefined {
  return owners.find((owner) => owner.kind === kind && (kind === 'user' || owner.id === teamId));
}
