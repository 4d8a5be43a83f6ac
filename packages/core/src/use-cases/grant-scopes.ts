import { ScopesNotGrantedError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import type { Owner, OwnerStatus } from '../model/owner.js';
import { effectivePermissions, missingFrom } from '../model/permission.js';
import { actorCeiling, type OwnerPorts } from './actor-ceiling.js';

/**
 * Gives the scopes that a key is to have. Nobody grants what the owner does not have, nor more than the actor may do.
 *
 * @throws {ScopesNotGrantedError} naming those that can't be granted.
 */
export async function grantScopes(
  ports: OwnerPorts,
  grant: { wanted: readonly string[] | null; owner: Owner; status: OwnerStatus; actor: Actor },
): Promise<readonly string[] | null> {
  const { wanted, owner, status, actor } = grant;
  const beyondOwner = missingFrom(wanted ?? [], status.permissions);
  if (beyondOwner.length > 0) throw new ScopesNotGrantedError(beyondOwner, 'owner');

  const ceiling = await actorCeiling(ports, { owner, status, actor });
  if (ceiling === undefined) return wanted;
  // A key gives at most what it may do itself, written out: `null` would grow with the owner.
  if (wanted === null && actor.kind === 'key') return effectivePermissions(status.permissions, ceiling);
  const beyondActor = missingFrom(wanted ?? status.permissions, ceiling);
  if (beyondActor.length > 0) throw new ScopesNotGrantedError(beyondActor, 'actor');
  return wanted;
}
