import type { AllKeys } from './all-keys.js';
import type { Principal } from './model/actor.js';
import type { ApiKey } from './model/api-key.js';
import type { IssuedKey, RotatedKey } from './model/issued-key.js';
import type { KeyOffer } from './model/key-offer.js';
import type { Lifetime } from './model/lifetime.js';
import type { Requirements } from './model/permission.js';
import type { KeyEvent } from './ports/events.js';
import type { KeyPolicyDecision } from './ports/key-policy.js';
import type { CheckedRequirements } from './requirements.js';
import type { Changed, DisableRequest, RenameRequest, RevokeRequest } from './use-cases/change-key.js';
import type { ClaimedKey } from './use-cases/claim-offer.js';
import type { IssueRequest } from './use-cases/issue-key.js';
import type { ChangeRequest, KeyRequest } from './use-cases/managed-key.js';
import type { OfferRequest, OfferRotationRequest } from './use-cases/offer-key.js';
import type { PermitsRequest } from './use-cases/permits.js';
import type { HistoryPage, HistoryRequest, KeyPage, ListRequest } from './use-cases/read-keys.js';
import type { LeakReportRequest, LeakReportResult } from './use-cases/report-leak.js';
import type { RevokeAllRequest } from './use-cases/revoke-all-keys.js';
import type { RotateRequest } from './use-cases/rotate-key.js';
import type { RotationStatus } from './use-cases/rotation-status.js';
import type { Verification } from './use-cases/verify-key.js';

/** Counters since `createApiKeys`. */
export interface Counters {
  /** How many events had a listener that threw or rejected. */
  readonly listenerFailures: number;
  /** How many recorded uses were dropped. */
  readonly droppedUses: number;
}

/** The keys of one service, as returned by `createApiKeys`. */
export interface ApiKeys<Kind extends string = string, Permission extends string = string>
  extends AllKeys<Kind> {
  /** The declared kinds. */
  readonly kinds: readonly Kind[];
  /**
   * What the tokens of this service start with, before the dot: the prefixes of new tokens in the order of the kinds,
   * then `retiredPrefixes`, also those whose date has passed. For `tokenPattern`, and for everything else that looks
   * for tokens in a text.
   */
  readonly tokenPrefixes: readonly string[];
  /** The declared permissions; `undefined` if none were declared. */
  readonly permissions: readonly Permission[] | undefined;
  /** How long keys live, as configured: an entry for every kind. */
  readonly lifetimes: Readonly<Record<Kind, Lifetime>>;

  /**
   * Issues a key: either the token is returned and the record is committed, or this throws and there is no record.
   * `token` is the only copy of the plaintext.
   *
   * @throws {PosternError} `ERR_FORBIDDEN`, `ERR_OWNER_INACTIVE`, `ERR_SCOPES_NOT_GRANTED`, `ERR_INVALID_NAME`,
   * `ERR_INVALID_SCOPES`, `ERR_INVALID_EXPIRY`, `ERR_INVALID_ARGUMENT`, `ERR_OVERLOADED`, or a fault.
   * `ERR_ALREADY_ISSUED` if an earlier attempt with the same `idempotencyKey` issued a key that is already in use.
   * `ERR_TOO_MANY_KEYS` if the owner would have more keys than `caps` allows.
   * @example
   * const { token, key } = await keys.issue({ owner, actor, name: 'CI Pipeline', scopes: ['agents:read'] });
   */
  issue(request: IssueRequest<Kind, Permission>): Promise<IssuedKey>;

  /**
   * Verifies a token. Writes nothing to the database.
   *
   * @throws {PosternError} a fault if a dependency does not answer: never an approval, never a refusal.
   * `ERR_INVALID_CONFIG` if a requirement is not declared.
   * @example
   * const result = await keys.verify(token, { scopes: ['agents:read'] });
   * if (result.ok) console.log(result.principal.owner);
   */
  verify(
    token: string,
    requirements?: Requirements<Kind, Permission>,
  ): Promise<Verification<Kind, Permission>>;

  /**
   * Checks what a route requires, once, when the route is created. `verify` and `authorize` don't check the result
   * again.
   *
   * @throws {PosternError} `ERR_INVALID_CONFIG` if a name is not declared, or a field is unknown.
   * @example
   * const required = keys.checkRequirements({ scopes: ['agents:read'] });
   * const result = await keys.verify(token, required); // for each request
   */
  checkRequirements(requirements: Requirements<Kind, Permission>): CheckedRequirements<Kind, Permission>;

  /**
   * Checks the principal of a verification against further requirements. Reads and hashes nothing.
   *
   * @throws {PosternError} `ERR_INVALID_CONFIG` if a requirement is not declared.
   * @example
   * keys.authorize(principal, { kinds: ['team'] }).ok; // false
   */
  authorize(
    principal: Principal,
    requirements: Requirements<Kind, Permission>,
  ): Verification<Kind, Permission>;

  /**
   * Renames a key. `changed` is false if it already has that name, or is revoked.
   *
   * @throws {PosternError} `ERR_KEY_NOT_FOUND`, `ERR_FORBIDDEN`, `ERR_VERSION_MISMATCH`, `ERR_INVALID_NAME`,
   * `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * await keys.rename(key.id, { actor, name: 'Nightly build' });
   */
  rename(keyId: string, request: RenameRequest<Kind>): Promise<Changed>;

  /**
   * Disables a key until it is enabled: once this resolves, every verification that starts later fails, in every
   * process. If another actor had disabled the key, this takes over: from now on it is disabled by this actor, for this
   * reason. `changed` is false if this actor had already disabled it, or if it is revoked or expired.
   *
   * @throws {PosternError} `ERR_KEY_NOT_FOUND`, `ERR_FORBIDDEN`, `ERR_VERSION_MISMATCH`, `ERR_INVALID_ARGUMENT`, or a
   * fault.
   * @example
   * await keys.disable(key.id, { actor, reason: 'seen in a public log' });
   */
  disable(keyId: string, request: DisableRequest<Kind>): Promise<Changed>;

  /**
   * Enables a disabled key. `changed` is false if it is not disabled, or if it was disabled again after the policy
   * decided. A key that expired in the meantime is enabled, and expired.
   *
   * @throws {PosternError} `ERR_KEY_NOT_FOUND`, `ERR_FORBIDDEN`, `ERR_VERSION_MISMATCH`, `ERR_INVALID_ARGUMENT`, or a
   * fault. `ERR_TOO_MANY_KEYS` if the owner has more keys than `caps` allows, because it was lowered.
   * @example
   * await keys.enable(key.id, { actor });
   */
  enable(keyId: string, request: ChangeRequest<Kind>): Promise<Changed>;

  /**
   * Replaces a live key with a successor that has the same owner, name and scopes, and a new token. Unless you pass
   * `expiresAt`, this renews the key: the successor gets the same length of life, starting now. Without `graceMs`, the
   * old key is revoked in the same transaction. With it, the old key keeps working until the grace period ends, but
   * never beyond its own expiry. A key can be rotated only once. Revoking either of the two leaves the other alone. If
   * the key itself replaced one that is still in its grace period, that one is revoked too: see `alsoRevoked`.
   *
   * @throws {PosternError} `ERR_KEY_NOT_LIVE` if the key is disabled, expired, revoked or was already rotated;
   * `ERR_SCOPES_NOT_GRANTED` if the key may do more than the actor; `ERR_INVALID_EXPIRY`, `ERR_KEY_NOT_FOUND`,
   * `ERR_FORBIDDEN`, `ERR_VERSION_MISMATCH`, `ERR_OWNER_INACTIVE`, `ERR_INVALID_ARGUMENT`, `ERR_OVERLOADED`, or a
   * fault. There is no successor then, except that after `ERR_REPOSITORY_UNAVAILABLE` there may be one: read the key's
   * `successorId`.
   * @example
   * const { token, key: successor } = await keys.rotate(key.id, { actor, graceMs: 24 * 60 * 60 * 1000 });
   */
  rotate(keyId: string, request: RotateRequest<Kind>): Promise<RotatedKey>;

  /**
   * Returns how far along a rotation is: when the old key stops working, when it was last used, and when its successor
   * was. `null`: the key was never rotated. Once the old key is no longer used, revoke it.
   *
   * @throws {PosternError} `ERR_KEY_NOT_FOUND`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * const rotation = await keys.rotationStatus(key.id, { actor });
   * if (rotation?.successorLastUsedAt === null) console.log('nothing uses the new key yet');
   */
  rotationStatus(keyId: string, request: KeyRequest<Kind>): Promise<RotationStatus | null>;

  /**
   * Revokes a key: once this resolves, every verification that starts later fails, in every process. `changed` is false
   * if it was already revoked.
   *
   * @throws {PosternError} `ERR_KEY_NOT_FOUND`, `ERR_FORBIDDEN`, `ERR_VERSION_MISMATCH`, `ERR_INVALID_ARGUMENT`, or a
   * fault.
   * @example
   * const { changed } = await keys.revoke(key.id, { actor, reason: 'left the project' });
   */
  revoke(keyId: string, request: RevokeRequest<Kind>): Promise<Changed>;

  /**
   * Revokes all keys of an owner, and returns how many it revoked. It works in steps: if it throws, some keys may
   * already be revoked, so call it again.
   *
   * @throws {PosternError} `ERR_FORBIDDEN`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * const { revoked } = await keys.revokeAll({ owner, actor, reason: 'laptop stolen' });
   */
  revokeAll(request: RevokeAllRequest<Kind>): Promise<{ readonly revoked: number }>;

  /**
   * Reports a token that was found where it should not be. If it is proven to be the token of a key, the key is
   * revoked, unless `leaks` has another response for its kind; once this resolves, a revoked or disabled key is refused
   * in every process. Anyone who has the token may report it, so no policy is asked. The actor is `system`,
   * `leak-report`.
   *
   * @throws {PosternError} `ERR_INVALID_ARGUMENT` if `source` is not valid, `ERR_OVERLOADED`, or a fault. Report the
   * token again then: the key may still work.
   * @example
   * const { ok } = await keys.reportLeak(token, { source: 'GitHub' });
   * if (ok) console.log('a real token: its key no longer works');
   */
  reportLeak(token: string, request: LeakReportRequest): Promise<LeakReportResult>;

  /**
   * Offers a key: records what is to be issued, and nothing secret. Only the person who claims the offer, in their own
   * session, ever sees the token. Meant for actors that work on a person's behalf, such as an agent. The policy decides
   * on `offer`, and for a person also on `issue`, because a person then claims what a key can only offer.
   *
   * @throws {PosternError} `ERR_FORBIDDEN`, `ERR_OWNER_INACTIVE`, `ERR_SCOPES_NOT_GRANTED`, `ERR_INVALID_NAME`,
   * `ERR_INVALID_SCOPES`, `ERR_INVALID_EXPIRY`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * const { id: offerId } = await keys.offer({ owner, actor, name: 'CI Pipeline' });
   */
  offer(request: OfferRequest<Kind, Permission>): Promise<KeyOffer>;

  /**
   * Offers a successor of a live key, with the expiry that `rotate` would give it now. The key stays as it is until the
   * offer is claimed.
   *
   * @throws {PosternError} `ERR_KEY_NOT_LIVE`, `ERR_KEY_NOT_FOUND`, `ERR_FORBIDDEN`, `ERR_VERSION_MISMATCH`,
   * `ERR_OWNER_INACTIVE`, `ERR_SCOPES_NOT_GRANTED`, `ERR_INVALID_EXPIRY`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * const { id: offerId } = await keys.offerRotation(key.id, { actor, graceMs: 60 * 60 * 1000 });
   */
  offerRotation(keyId: string, request: OfferRotationRequest<Kind>): Promise<KeyOffer>;

  /**
   * Returns an offer.
   *
   * @throws {PosternError} `ERR_OFFER_NOT_FOUND`, also if the actor may not see it; `ERR_INVALID_ARGUMENT`; or a fault.
   * @example
   * const { name, expiresAt } = await keys.getOffer(offerId, { actor });
   */
  getOffer(offerId: string, request: KeyRequest<Kind>): Promise<KeyOffer>;

  /**
   * Issues what was offered, once, to a signed-in person who is allowed to issue it now. `token` is the only copy of
   * the plaintext. For an offered rotation the result is a `RotatedKey`, and the old key ends in the same transaction.
   *
   * @throws {PosternError} `ERR_OFFER_NOT_OPEN` if the offer was claimed or withdrawn, or has expired;
   * `ERR_OFFER_NOT_FOUND`; and anything that `issue` or `rotate` throws. No record exists then.
   * @example
   * const { token, key } = await keys.claim(offerId, { actor });
   */
  claim(offerId: string, request: KeyRequest<Kind>): Promise<ClaimedKey>;

  /**
   * Withdraws an offer: once this resolves, no one can claim it. `changed` is false if it was no longer open.
   *
   * @throws {PosternError} `ERR_OFFER_NOT_FOUND`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * await keys.withdrawOffer(offerId, { actor });
   */
  withdrawOffer(offerId: string, request: KeyRequest<Kind>): Promise<Changed>;

  /**
   * Lists an owner's keys, newest first.
   *
   * @throws {PosternError} `ERR_FORBIDDEN`, `ERR_INVALID_CURSOR`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * const { keys: live, nextCursor } = await keys.list({ owner, actor, state: 'live' });
   */
  list(request: ListRequest<Kind>): Promise<KeyPage>;

  /**
   * Returns one key's record.
   *
   * @throws {PosternError} `ERR_KEY_NOT_FOUND`, also if the actor may not see it; `ERR_INVALID_ARGUMENT`; or a fault.
   * @example
   * const key = await keys.get(keyId, { actor });
   */
  get(keyId: string, request: KeyRequest<Kind>): Promise<ApiKey>;

  /**
   * Returns the audit entries of a key, or of all keys of an owner, newest first.
   *
   * @throws {PosternError} `ERR_KEY_NOT_FOUND`, `ERR_FORBIDDEN`, `ERR_INVALID_CURSOR`, `ERR_INVALID_ARGUMENT`, or a
   * fault.
   * @example
   * const { entries } = await keys.history({ keyId: key.id, actor });
   */
  history(request: HistoryRequest<Kind>): Promise<HistoryPage>;

  /**
   * Checks whether the policy allows an action on a key, without doing it: to decide what to show, or before asking a
   * person to confirm. A refusal has a message for the actor. The action itself asks the policy again.
   *
   * @throws {PosternError} `ERR_KEY_NOT_FOUND`, also if the actor may not see it; `ERR_INVALID_ARGUMENT`; or a fault.
   * @example
   * const { ok } = await keys.permits(key.id, { actor, action: 'revoke' });
   */
  permits(keyId: string, request: PermitsRequest<Kind>): Promise<KeyPolicyDecision>;

  /** Passes an event to the configured listener. For adapters, which see things that verification does not. */
  emit(event: KeyEvent): void;

  /** Returns what was counted since `createApiKeys`. */
  counters(): Counters;

  /**
   * Writes the recorded uses and renewed hashes, in bounded time, then stops recording. The repository stays open:
   * closing it is up to you.
   */
  close(): Promise<void>;
}
