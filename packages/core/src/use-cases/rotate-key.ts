import { PosternError, ScopesNotGrantedError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import { isSameOwner, type OwnerStatus } from '../model/owner.js';
import { missingFrom } from '../model/permission.js';
import type { RotatedKey } from '../model/rotated-key.js';
import { actorCeiling, type OwnerPorts, requireActiveOwner } from './actor-ceiling.js';
import { type ChangeRequest, requireVersion } from './expected-version.js';
import { findManagedKey } from './managed-key.js';
import type { ManagementPorts } from './management-ports.js';
import { type NewTokenPorts, withNewToken } from './new-token.js';
import { invalid, requireFields } from './parse-request.js';
import { replaceKey } from './replace-key.js';
import { requireLive } from './require-live.js';
import { requirePermitted } from './require-permitted.js';

/** Who rotates, and for how long the key that is replaced still works. */
export interface RotateRequest<Kind extends string = string> extends ChangeRequest<Kind> {
  /**
   * For how many milliseconds the key works beside its successor, at most 366 days; never beyond its own expiry.
   * Default 0: it is revoked in the same transaction.
   */
  readonly graceMs?: number | undefined;
}

/** Two keys where one is meant are to be an exception that ends. */
const longestGraceMs = 366 * 24 * 60 * 60 * 1_000;

export interface RotateKeyPorts extends ManagementPorts, NewTokenPorts, OwnerPorts {}

/** Puts a successor with the same owner, name, scopes and expiry in the place of a live key. */
export async function rotateKey(
  ports: RotateKeyPorts,
  keyId: string,
  request: RotateRequest,
): Promise<RotatedKey> {
  requireFields(request, ['actor', 'owner', 'graceMs', 'expectedVersion']);
  const graceMs = parseGrace(request.graceMs);
  const { key, actor } = await findManagedKey(ports, keyId, request);
  await requirePermitted(ports, { actor, action: 'rotate', owner: key.owner, key });
  requireVersion(ports, key, request);
  requireLive(key, ports.clock.now());
  const status = await requireActiveOwner(ports, key.owner);
  await requireWithinReach(ports, { key, status, actor });

  return withNewToken(ports, key.owner.kind, (drawn) =>
    replaceKey(ports, { key, actor, graceMs, request }, drawn),
  );
}

/**
 * Whoever rotates a key holds a token that may do all that the key may. So it must be their own, or within what they may
 * do themselves.
 */
async function requireWithinReach(
  ports: OwnerPorts,
  { key, status, actor }: { key: ApiKey; status: OwnerStatus; actor: Actor },
): Promise<void> {
  const isOwn = actor.kind === 'key' ? actor.id === key.id : isSameOwner(actor, key.owner);
  if (isOwn) return;
  const ceiling = await actorCeiling(ports, { owner: key.owner, status, actor });
  if (ceiling === undefined) return;
  if (key.scopes === null && actor.kind === 'key') {
    throw new PosternError('ERR_FORBIDDEN', 'a key can rotate itself, and keys whose scopes are written out');
  }
  const beyond = missingFrom(key.scopes ?? status.permissions, ceiling);
  if (beyond.length > 0) throw new ScopesNotGrantedError(beyond, 'actor');
}

function parseGrace(graceMs: unknown): number {
  if (graceMs === undefined) return 0;
  if (typeof graceMs === 'number' && Number.isInteger(graceMs) && graceMs >= 0 && graceMs <= longestGraceMs)
    return graceMs;
  throw invalid(
    `graceMs must be a whole number of milliseconds from 0 to ${longestGraceMs}, which is a year`,
  );
}
