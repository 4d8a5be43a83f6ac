import { PosternError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import { isSameOwner } from '../model/owner.js';
import type { KeyId } from '../token/key-id.js';
import { findManagedKey, type KeyRequest } from './managed-key.js';
import type { ManagementDeps } from './management-deps.js';
import { requireFields } from './parse-request.js';

/** How far along a rotation is: whether the old key is still used, and whether its successor is. */
export interface RotationStatus {
  readonly successorId: KeyId;
  /** When the old key stops working, or stopped: at the end of its grace period, or when it was revoked before that. */
  readonly endsAt: Date;
  /**
   * When the old key was last used, before or after the rotation; `null`: never. Uses that this process has not written
   * yet are included, as in `get`.
   */
  readonly lastUsedAt: Date | null;
  /** When the successor was last used. `null`: not yet, it was purged, or the actor may not see it. */
  readonly successorLastUsedAt: Date | null;
}

/** Reads the record of the key and, if it was rotated, that of its successor. */
export async function rotationStatus(
  deps: ManagementDeps,
  keyId: string,
  request: KeyRequest,
): Promise<RotationStatus | null> {
  requireFields(request, ['actor', 'owner']);
  const { key, actor } = await findManagedKey(deps, keyId, request);
  const { successorId, lastUsedAt } = key;
  if (successorId === null) return null;
  const endsAt = endOf(key);
  const successor = await deps.read(successorId);
  const isVisible = successor !== undefined && (await maySee(deps, { successor, key, actor }));
  return { successorId, endsAt, lastUsedAt, successorLastUsedAt: isVisible ? successor.lastUsedAt : null };
}

async function maySee(
  { decide }: ManagementDeps,
  { successor, key, actor }: { readonly successor: ApiKey; readonly key: ApiKey; readonly actor: Actor },
): Promise<boolean> {
  if (!isSameOwner(successor.owner, key.owner)) return false;
  const { ok } = await decide({ actor, action: 'get', owner: successor.owner, key: successor });
  return /* M04 rotation */ ok;
}

/** A rotation always sets an end: see ADR 11. */
function endOf({ revokedAt, expiresAt }: ApiKey): Date {
  if (revokedAt !== null && expiresAt !== null) return revokedAt < expiresAt ? revokedAt : expiresAt;
  const endsAt = revokedAt ?? expiresAt;
  if (endsAt !== null) return endsAt;
  throw new PosternError(
    'ERR_RECORD_UNREADABLE',
    'the record of a rotated key has no end; repair its row: a rotation sets expires_at or revoked_at',
  );
}
