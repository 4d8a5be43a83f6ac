import type { Owner } from '@postern/core';

/** The path to the keys of one kind of owner. */
export interface OwnerPath {
  readonly kind: 'user' | 'team';
  /** For the `operationId`. */
  readonly title: 'User' | 'Team';
  /** In the syntax of the document. */
  readonly path: string;
}

/** The paths to the actor's own keys, and to those of each of their teams. */
export const ownerPaths: readonly OwnerPath[] = [
  { kind: 'user', title: 'User', path: '/user' },
  { kind: 'team', title: 'Team', path: '/teams/{teamId}' },
];

/** Finds the owner that a path names, among those that the actor may name. */
export function findOwner(
  owners: readonly Owner[],
  kind: OwnerPath['kind'],
  teamId: string | undefined,
): Owner | undefined {
  return owners.find((owner) => owner.kind === kind && (kind === 'user' || owner.id === teamId));
}
