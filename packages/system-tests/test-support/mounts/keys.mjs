/** Keys in memory, and a person who is always signed in. */
import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';

export const ada = { kind: 'user', id: 'ada' };

export const keys = createApiKeys({
  repository: memoryKeyRepository(),
  hasher: insecureHasher(),
  owners: eachOwner(() => ({ active: true, permissions: ['agents:read'] })),
  policy: selfService(),
});

export const signedIn = { authenticate: () => ada, ownersOf: (actor) => [actor] };
