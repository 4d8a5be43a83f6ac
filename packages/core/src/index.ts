export type { AllKeys } from './all-keys.js';
export type { ApiKeys, Counters } from './api-keys.js';
export { type CachedOwnersOptions, cachedOwners } from './cached-owners.js';
export type { ApiKeysConfig, Limits } from './config.js';
export { createApiKeys } from './create-api-keys.js';
export { eachOwner } from './each-owner.js';
export {
  type AnyPosternError,
  InvalidExpiryError,
  InvalidNameError,
  isFault,
  isPosternError,
  type NameFlaw,
  OverloadedError,
  PosternError,
  type PosternErrorCode,
  ScopesNotGrantedError,
  TooManyKeysError,
} from './errors.js';
export type { LeakSettings, Leaks } from './leaks.js';
export { type Actor, type ActorReference, actorKinds, keyActor, type Principal } from './model/actor.js';
export { type ApiKey, displayForm, type UnreadableKey } from './model/api-key.js';
export { type AuditAction, type AuditEntry, auditActions } from './model/audit-entry.js';
export type { IssuedKey, RotatedKey } from './model/issued-key.js';
export { type KeyOffer, type OfferState, offerState } from './model/key-offer.js';
export {
  type KeyState,
  type KeyStateFilter,
  type KeyStateRow,
  type KeyStep,
  keyState,
  keyStates,
} from './model/key-state.js';
export type { LeakResponse } from './model/leak.js';
export type { Lifetime, Lifetimes } from './model/lifetime.js';
export { isSameOwner, type Owner, type OwnerStatus } from './model/owner.js';
export { isPermission, type Requirements } from './model/permission.js';
export type { Refusal, RefusalReason } from './model/refusal.js';
export { decideRecord, decideRequirements } from './policy/decide.js';
export { onlyKinds } from './policy/only-kinds.js';
export { selfService } from './policy/self-service.js';
export type { Events, KeyEvent } from './ports/events.js';
export type { KeyAction, KeyPolicy, KeyPolicyDecision, KeyPolicyRequest } from './ports/key-policy.js';
export type { OwnerAnswer, OwnerDirectory } from './ports/owner-directory.js';
export type { RetiredPrefix } from './prefixes.js';
export type { CheckedRequirements } from './requirements.js';
export { keyVersion } from './runtime/digests.js';
export type { CheckKeys } from './runtime/keyed-check.js';
export { type ScannerRules, type ScannerRulesOptions, scannerRules } from './scanner-rules.js';
export type { KeyId } from './token/key-id.js';
export { tokenLengths } from './token/token.js';
export { couldBeSecret, tokenPattern } from './token/token-pattern.js';
export type { AffectedByRequest } from './use-cases/affected-keys.js';
export type { Changed, DisableRequest, RenameRequest, RevokeRequest } from './use-cases/change-key.js';
export type { ClaimedKey } from './use-cases/claim-offer.js';
export type { DisableUnusedRequest } from './use-cases/disable-unused-keys.js';
export type { IssueRequest } from './use-cases/issue-key.js';
export type { ExpiringRequest, ListAllRequest } from './use-cases/list-all-keys.js';
export type { ChangeRequest, KeyRequest } from './use-cases/managed-key.js';
export type { OfferRequest, OfferRotationRequest } from './use-cases/offer-key.js';
export type { PermitsAction, PermitsRequest } from './use-cases/permits.js';
export type { PurgeRequest } from './use-cases/purge-keys.js';
export type { HistoryPage, HistoryRequest, KeyPage, ListRequest } from './use-cases/read-keys.js';
export type { LeakReportRequest, LeakReportResult } from './use-cases/report-leak.js';
export type { RevokeAllRequest } from './use-cases/revoke-all-keys.js';
export type { RotateRequest } from './use-cases/rotate-key.js';
export type { RotationStatus } from './use-cases/rotation-status.js';
export type { Verification } from './use-cases/verify-key.js';
