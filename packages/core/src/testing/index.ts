export { type ActingAs, type ActingKey, actingAs } from './acting-as.js';
export { buildAuditEntry, buildKey, buildOffer, buildPrincipal, buildStoredKey } from './builders.js';
export { duringOutage, type FakeApiKeys, type FakeApiKeysOptions, fakeApiKeys } from './fake-api-keys.js';
export { findStoredKey } from './find-stored-key.js';
export { insecureHasher } from './insecure-hasher.js';
export { type KeyFixtures, keyFixtures, withKeyFixtures } from './key-fixtures.js';
export { memoryKeyRepository } from './memory-key-repository.js';
export { type SettableClock, settableClock } from './settable-clock.js';
