export { buildAuditEntry, buildKey, buildOffer, buildPrincipal, buildStoredKey } from './builders.js';
export { findStoredKey } from './find-stored-key.js';
export { insecureHasher } from './insecure-hasher.js';
export { memoryKeyRepository } from './memory-key-repository.js';
export { type SettableClock, settableClock } from './settable-clock.js';
