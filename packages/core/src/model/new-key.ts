import type { ActorReference } from './actor.js';
import type { ApiKey } from './api-key.js';
import type { Owner } from './owner.js';

/** The record of a key that nothing has happened to yet. */
export function newKey(
  given: Pick<ApiKey, 'id' | 'owner' | 'name' | 'scopes' | 'createdAt' | 'createdBy' | 'expiresAt'>,
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

/** What a request to issue a key is known by, whichever attempt of it. */
export interface RequestName {
  readonly owner: Owner;
  readonly actor: ActorReference;
  readonly idempotencyKey: string;
}
