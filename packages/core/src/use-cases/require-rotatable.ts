import { PosternError, ScopesNotGrantedError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import { isSameOwner, type OwnerStatus } from '../model/owner.js';
import { missingFrom } from '../model/permission.js';
import { actorCeiling, type OwnerPorts, requireActiveOwner, unnarrowed } from './granting.js';
import { type ChangeRequest, requireLive, requirePermitted, requireVersion } from './managed-key.js';
import type { ManagementPorts } from './management-ports.js';

/** A rotation that somebody asks for, now or as an offer. */
interface AskedRotation {
  readonly key: ApiKey;
  readonly actor: Actor;
  readonly action: 'rotate' | 'offer';
  readonly request: ChangeRequest;
}

/**
 * Decides whether this actor may rotate a key, and returns the scopes for its successor.
 *
 * @throws {PosternError} `ERR_FORBIDDEN`, `ERR_VERSION_MISMATCH`, `ERR_KEY_NOT_LIVE`, `ERR_OWNER_INACTIVE`,
 * `ERR_SCOPES_NOT_GRANTED`.
 */
export async function requireRotatable(
  ports: ManagementPorts & OwnerPorts,
  { key, actor, action, request }: AskedRotation,
): Promise<readonly string[] | null> {
  await requirePermitted(ports, { actor, action, owner: key.owner, key });
  requireVersion(ports, key, request);
  requireLive(key, ports.clock.now());
  const status = await requireActiveOwner(ports, key.owner);
  return successorScopes(ports, { key, status, actor });
}

/**
 * Whoever rotates a key holds a token that may do all that the key may. So it must be their own, or within what they may
 * do themselves, and does not grow beyond it.
 */
async function successorScopes(
  ports: OwnerPorts,
  { key, status, actor }: { key: ApiKey; status: OwnerStatus; actor: Actor },
): Promise<readonly string[] | null> {
  const { owner, scopes } = key;
  const isOwn = actor.kind === 'key' ? actor.id === key.id : isSameOwner(actor, owner);
  if (isOwn) return scopes;
  const ceiling = await actorCeiling(ports, { owner, status, actor });
  if (scopes === null && actor.kind === 'key')
    throw new PosternError('ERR_FORBIDDEN', 'a key can rotate itself, and keys whose scopes are written out');
  const beyond = missingFrom(scopes ?? status.permissions, ceiling ?? scopes ?? status.permissions);
  if (beyond.length > 0) throw new ScopesNotGrantedError(beyond, 'actor');
  return scopes ?? unnarrowed({ owner, status, actor });
}
