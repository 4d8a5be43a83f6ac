export { safeCause } from './errors.js';
export type { EncodedHash, StoredKey, VerifiableKey } from './model/api-key.js';
export { type ExpectedKey, isAsExpected, wasLastUsedAt } from './model/expected-key.js';
export { type KeyFilter, passesFilter } from './model/key-filter.js';
export type { OfferedRotation } from './model/key-offer.js';
export { type KeyOrder, keyOrder } from './model/key-order.js';
export { countsTowardCap, isInState } from './model/key-state.js';
export { changesAfterLeak, type LeakEnding } from './model/leak.js';
export { livesBeyond } from './model/lifetime.js';
export {
  checkOptions,
  invalidConfig,
  type KnownOptions,
  requireWholeNumber,
  type WholeNumberOptions,
} from './options.js';
export type { Cancel, Clock } from './ports/clock.js';
export type { Hasher } from './ports/hasher.js';
export type {
  Disabling,
  Enabling,
  EntryOfKey,
  IdempotentInsertion,
  IdempotentOutcome,
  KeyCap,
  KeyUse,
  LeakEntries,
  LeakOutcome,
  LeakReport,
  OwnerRevocation,
  PurgeQuery,
  Rehash,
  Renaming,
  Revocation,
  Rotation,
} from './ports/key-changes.js';
export type { FoundKey, KeyLookup } from './ports/key-lookup.js';
export type { AllKeysPage, AllKeysQuery, HistoryQuery, KeyQuery, Position } from './ports/key-queries.js';
export type { KeyRepository } from './ports/key-repository.js';
export type { MaybePromise } from './ports/maybe-promise.js';
export type {
  OfferClaim,
  OfferInsertion,
  OfferRepository,
  OfferWithdrawal,
} from './ports/offer-repository.js';
export { isProxy } from './runtime/proxies.js';
export { isListOfStrings } from './runtime/repository-answers.js';
export { isSecureUrl } from './secure-url.js';
export { parseKeyId } from './token/key-id.js';
export { holdsSecret } from './token/token-pattern.js';
