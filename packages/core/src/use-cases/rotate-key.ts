import type { ApiKey } from '../model/api-key.js';
import type { RotatedKey } from '../model/issued-key.js';
import type { OwnerDeps } from './granting.js';
import { type ChangeRequest, findManagedKey } from './managed-key.js';
import type { ManagementDeps } from './management-deps.js';
import { type NewTokenDeps, withNewToken } from './new-token.js';
import { invalid, requireFields } from './parse-request.js';
import { replaceKey } from './replace-key.js';
import { requireRotatable } from './require-rotatable.js';
import { successorExpiry } from './successor-expiry.js';

/** Who rotates the key, and how long the old key keeps working. */
export interface RotateRequest<Kind extends string = string> extends ChangeRequest<Kind> {
  /**
   * How long the old key keeps working next to its successor, in milliseconds: at most 366 days, and never beyond its
   * own expiry. Default 0: it is revoked in the same transaction.
   */
  readonly graceMs?: number | undefined;
  /**
   * When the successor expires: an instant in the future, or `null` for never, within the `lifetimes` of its kind.
   * Default: it gets the same length of life as the key that it replaces, starting now, or `maxMs` if that is shorter.
   * If the actor is itself a key, the policy must allow `renew` for a later expiry than that of the old key; otherwise
   * the default is the expiry of the old key.
   */
  readonly expiresAt?: Date | null | undefined;
}

/** Having two keys where one is meant should be an exception that ends. */
const maxGraceMs = 366 * 24 * 60 * 60 * 1_000;

export interface RotateKeyDeps extends ManagementDeps, NewTokenDeps, OwnerDeps {}

export async function rotateKey(
  deps: RotateKeyDeps,
  keyId: string,
  request: RotateRequest,
): Promise<RotatedKey> {
  requireFields(request, ['actor', 'owner', 'graceMs', 'expiresAt', 'expectedVersion']);
  const graceMs = parseGrace(request.graceMs);
  const { key, actor } = await findManagedKey(deps, keyId, request);
  const rotation = { key, actor, action: 'rotate', request } as const;
  await requireRotatable(deps, rotation);
  const expiryOf = (current: ApiKey) =>
    successorExpiry(deps, { key: current, actor, expiresAt: request.expiresAt });
  await expiryOf(key);

  const { rotate } = deps.repository;
  return withNewToken(deps, { owner: key.owner, actor }, async (newToken) => {
    const scopes = await requireRotatable(deps, rotation);
    return replaceKey(deps, { key, actor, scopes, expiryOf, graceMs, request, write: rotate }, newToken);
  });
}

export function parseGrace(graceMs: unknown): number {
  if (graceMs === undefined) return 0;
  if (typeof graceMs === 'number' && Number.isInteger(graceMs) && graceMs >= 0 && graceMs <= maxGraceMs)
    return graceMs;
  throw invalid(`graceMs must be a whole number of milliseconds from 0 to ${maxGraceMs} (366 days)`);
}
