import type { ApiKey } from './api-key.js';

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
