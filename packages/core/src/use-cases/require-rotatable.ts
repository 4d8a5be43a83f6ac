import { PosternError, ScopesNotGrantedError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import type { KeyOffer } from '../model/key-offer.js';
import { isSameOwner, type OwnerStatus } from '../model/owner.js';
import { missingFrom } from '../model/permission.js';
import { actorCeiling, type OwnerDeps, requireActiveOwner, unnarrowed, unnarrowedOffer } from './granting.js';
import { type ChangeRequest, requireLive, requirePermitted, requireVersion } from './managed-key.js';
import type { ManagementDeps } from './management-deps.js';

/** A rotation that was requested, directly or as an offer. */
interface RequestedRotation {
  readonly key: ApiKey;
  readonly actor: Actor;
  readonly action: 'rotate' | 'offer';
  readonly request: ChangeRequest;
  /** The offer that is claimed, if any. */
  readonly offer?: KeyOffer | undefined;
}

/**
 * Decides whether this actor may rotate a key, and returns the scopes for its successor.
 *
 * @throws {PosternError} `ERR_FORBIDDEN`, `ERR_VERSION_MISMATCH`, `ERR_KEY_NOT_LIVE`, `ERR_OWNER_INACTIVE`,
 * `ERR_SCOPES_NOT_GRANTED`.
 */
export async function requireRotatable(
  deps: ManagementDeps & OwnerDeps,
  { key, actor, action, request, offer }: RequestedRotation,
): Promise<readonly string[] | null> {
  await requirePermitted(deps, { actor, action, owner: key.owner, key, ...(offer && { offer }) });
  requireVersion(deps, key, request);
  requireLive(key, deps.clock.now());
  const status = await requireActiveOwner(deps, key.owner);
  // The person who claims the rotation gets the token, not the key that offers it.
  if (action === 'offer' && actor.kind === 'key')
    return key.scopes ?? unnarrowedOffer({ owner: key.owner, status });
  return successorScopes(deps, { key, status, actor });
}

/**
 * Rotating a key gives the actor a token that may do everything that the key may. So the key must be the actor's own,
 * or be limited to what the actor may do, and must not grow beyond that.
 */
async function successorScopes(
  deps: OwnerDeps,
  { key, status, actor }: { key: ApiKey; status: OwnerStatus; actor: Actor },
): Promise<readonly string[] | null> {
  const { owner, scopes } = key;
  const isOwn = actor.kind === 'key' ? actor.id === key.id : isSameOwner(actor, owner);
  if (isOwn) return scopes;
  const ceiling = await actorCeiling(deps, { owner, status, actor });
  if (scopes === null && actor.kind === 'key')
    throw new PosternError('ERR_FORBIDDEN', 'a key can only rotate itself and keys with explicit scopes');
  const beyond = missingFrom(scopes ?? status.permissions, ceiling ?? scopes ?? status.permissions);
  if (beyond.length > 0) throw new ScopesNotGrantedError(beyond, 'actor');
  return scopes ?? unnarrowed({ owner, status, actor });
}
