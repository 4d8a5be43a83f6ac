import type { Actor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import { type ExpiryAt, keptExpiry, renewedExpiry, requestedExpiry } from '../model/lifetime.js';
import { requirePermitted } from './managed-key.js';
import type { ManagementDeps } from './management-deps.js';

/** A rotation that may say when the successor expires. */
interface SuccessorRequest {
  readonly key: ApiKey;
  readonly actor: Actor;
  /** `undefined`: the request does not say. */
  readonly expiresAt: Date | null | undefined;
}

/**
 * Decides when the successor of a key expires. For people and the service itself, a rotation renews the key. A stolen
 * key could rotate itself for ever, so if the actor is a key, the policy must allow `renew` for a later expiry.
 *
 * @throws {PosternError} `ERR_FORBIDDEN` if it requests one without that permission; `ERR_INVALID_EXPIRY`.
 */
export async function successorExpiry(
  deps: ManagementDeps,
  { key, actor, expiresAt }: SuccessorRequest,
): Promise<ExpiryAt> {
  const lifetime = deps.lifetimes[key.owner.kind];
  const renewal = { actor, action: 'renew', owner: key.owner, key } as const;
  if (expiresAt === undefined) {
    const renews = /* M11 */ actor.kind !== 'key' || (await deps.decide(renewal)).ok;
    return renews ? renewedExpiry(lifetime, key) : keptExpiry(lifetime, key);
  }
  const requested = requestedExpiry(lifetime, expiresAt);
  // Also before anything is hashed, so that a wrong request costs little.
  const isRenewal = isLater(requested(deps.clock.now()), key.expiresAt);
  // M11 later
  if (actor.kind === 'key' && isRenewal) await requirePermitted(deps, renewal);
  return requested;
}

function isLater(expiresAt: Date | null, than: Date | null): boolean {
  return than !== null && (expiresAt === null || expiresAt > than);
}
