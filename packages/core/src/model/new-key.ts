import type { ActorReference } from './actor.js';
import type { ApiKey } from './api-key.js';
import type { Owner } from './owner.js';

/** Returns the record of a key that was just created. */
export function newKey(
  given: Pick<
    ApiKey,
    'id' | 'prefix' | 'owner' | 'name' | 'scopes' | 'createdAt' | 'createdBy' | 'expiresAt'
  >,
): ApiKey {
  return {
    ...given,
    rotatedAt: null,
    successorId: null,
    disabledAt: null,
    disabledBy: null,
    revokedAt: null,
    reason: null,
    lastUsedAt: null,
  };
}

/** Identifies a request to issue a key across all of its attempts. */
export interface RequestIdentity {
  readonly owner: Owner;
  readonly actor: ActorReference;
  readonly idempotencyKey: string;
}
