import { ScopesNotGrantedError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import { isSameOwner, type Owner, type OwnerStatus } from '../model/owner.js';
import { effectivePermissions, missingFrom } from '../model/permission.js';
import { actorCeiling, type OwnerPorts } from './actor-ceiling.js';

export interface ScopeGrant {
  /** `null`: not narrowed. */
  readonly wanted: readonly string[] | null;
  readonly owner: Owner;
  readonly status: OwnerStatus;
  readonly actor: Actor;
}

/**
 * Returns the scopes for a new key. Nobody grants what the owner does not have, nor more than the actor may do. A key that
 * is not narrowed grows with its owner, so only owners themselves and the service can create one: for everyone else, all
 * that the owner may do now is written out.
 *
 * @throws {ScopesNotGrantedError} naming those that can't be granted.
 */
export async function grantScopes(
  ports: OwnerPorts,
  { wanted, owner, status, actor }: ScopeGrant,
): Promise<readonly string[] | null> {
  const beyondOwner = missingFrom(wanted ?? [], status.permissions);
  // M03
  if (beyondOwner.length > 0) throw new ScopesNotGrantedError(beyondOwner, 'owner');

  const ceiling = await actorCeiling(ports, { owner, status, actor });
  // A key gives at most what it may do itself.
  if (wanted === null && actor.kind === 'key')
    return effectivePermissions(status.permissions, actor.permissions);
  const beyondActor = missingFrom(wanted ?? status.permissions, ceiling ?? status.permissions);
  if (beyondActor.length > 0) throw new ScopesNotGrantedError(beyondActor, 'actor');
  return wanted ?? unnarrowed({ owner, status, actor });
}

/** The scopes for a key that the request does not narrow. */
export function unnarrowed({ owner, status, actor }: Omit<ScopeGrant, 'wanted'>): readonly string[] | null {
  if (actor.kind === 'system' || isSameOwner(actor, owner)) return null;
  // M10
  return [...new Set(status.permissions)];
}
