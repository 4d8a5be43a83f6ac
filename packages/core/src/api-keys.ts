import type { Principal } from './model/actor.js';
import type { ApiKey } from './model/api-key.js';
import type { IssuedKey, RotatedKey } from './model/issued-key.js';
import type { KeyOffer } from './model/key-offer.js';
import type { Requirements } from './model/permission.js';
import type { KeyEvent } from './ports/events.js';
import type { Changed, DisableRequest, RenameRequest, RevokeRequest } from './use-cases/change-key.js';
import type { ClaimedKey } from './use-cases/claim-offer.js';
import type { IssueRequest } from './use-cases/issue-key.js';
import type { ChangeRequest, KeyRequest } from './use-cases/managed-key.js';
import type { OfferRequest, OfferRotationRequest } from './use-cases/offer-key.js';
import type { PurgeRequest } from './use-cases/purge-keys.js';
import type { HistoryPage, HistoryRequest, KeyPage, ListRequest } from './use-cases/read-keys.js';
import type { RevokeAllRequest } from './use-cases/revoke-all-keys.js';
import type { RotateRequest } from './use-cases/rotate-key.js';
import type { Verification } from './use-cases/verify-key.js';

/** What was counted since `createApiKeys`. */
export interface Counters {
  /** Events whose listener threw. */
  readonly listenerFailures: number;
  /** Recorded uses that were given up. */
  readonly droppedUses: number;
}

/** The keys of one service. Made by `createApiKeys`. */
export interface ApiKeys<Kind extends string = string, Permission extends string = string> {
  /** The declared kinds. */
  readonly kinds: readonly Kind[];
  /** The declared permissions; `undefined` where none were. */
  readonly permissions: readonly Permission[] | undefined;

  /**
   * Issues a key. The result's `token` is the only time that the plaintext is there.
   *
   * @throws {PosternError} `ERR_FORBIDDEN`, `ERR_OWNER_INACTIVE`, `ERR_SCOPES_NOT_GRANTED`, `ERR_INVALID_NAME`,
   * `ERR_INVALID_SCOPES`, `ERR_INVALID_EXPIRY`, `ERR_INVALID_ARGUMENT`, `ERR_OVERLOADED`, or a fault. No record exists then.
   * `ERR_ALREADY_ISSUED` where an earlier attempt with the same `idempotencyKey` has issued a key that is in use by now.
   * @example
   * const { token, key } = await keys.issue({ owner, actor, name: 'CI Pipeline', scopes: ['agents:read'] });
   */
  issue(request: IssueRequest<Kind, Permission>): Promise<IssuedKey>;

  /**
   * Verifies a token. Writes nothing to the database.
   *
   * @throws {PosternError} a fault, where a part below does not answer: never an approval, never a refusal.
   * `ERR_INVALID_CONFIG` where a requirement is not declared.
   * @example
   * const result = await keys.verify(token, { scopes: ['agents:read'] });
   * if (result.ok) console.log(result.principal.owner);
   */
  verify(
    token: string,
    requirements?: Requirements<Kind, Permission>,
  ): Promise<Verification<Kind, Permission>>;

  /**
   * Judges the principal of a verification against further requirements. Reads and hashes nothing.
   *
   * @throws {PosternError} `ERR_INVALID_CONFIG` where a requirement is not declared.
   * @example
   * keys.authorize(principal, { kinds: ['team'] }).ok; // false
   */
  authorize(
    principal: Principal,
    requirements: Requirements<Kind, Permission>,
  ): Verification<Kind, Permission>;

  /**
   * Gives a key another name. `changed` is false where it has that name, or is revoked.
   *
   * @throws {PosternError} `ERR_KEY_NOT_FOUND`, `ERR_FORBIDDEN`, `ERR_VERSION_MISMATCH`, `ERR_INVALID_NAME`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * await keys.rename(key.id, { actor, name: 'Nightly build' });
   */
  rename(keyId: string, request: RenameRequest<Kind>): Promise<Changed>;

  /**
   * Disables a key until it is enabled: every verification that starts after this resolves fails, in every process.
   * What another actor disabled is disabled by this one from then on, for this reason. `changed` is false where this actor
   * has disabled it before, or where it is revoked or expired.
   *
   * @throws {PosternError} `ERR_KEY_NOT_FOUND`, `ERR_FORBIDDEN`, `ERR_VERSION_MISMATCH`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * await keys.disable(key.id, { actor, reason: 'seen in a public log' });
   */
  disable(keyId: string, request: DisableRequest<Kind>): Promise<Changed>;

  /**
   * Enables a key that was disabled. `changed` is false where it is not disabled, or was disabled anew since the policy
   * was asked. A key that expired meanwhile is enabled, and expired.
   *
   * @throws {PosternError} `ERR_KEY_NOT_FOUND`, `ERR_FORBIDDEN`, `ERR_VERSION_MISMATCH`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * await keys.enable(key.id, { actor });
   */
  enable(keyId: string, request: ChangeRequest<Kind>): Promise<Changed>;

  /**
   * Puts a successor in the place of a live key: the same owner, name, scopes and expiry, another token. Without
   * `graceMs` the key is revoked in the same transaction; with it, it works until the grace is over, and never beyond its
   * own expiry. A key is rotated once. Either of the two can be revoked, and leaves the other.
   *
   * @throws {PosternError} `ERR_KEY_NOT_LIVE` where the key is disabled, expired, revoked or was rotated before;
   * `ERR_KEY_NOT_FOUND`, `ERR_FORBIDDEN`, `ERR_VERSION_MISMATCH`, `ERR_OWNER_INACTIVE`, `ERR_SCOPES_NOT_GRANTED` where the key may do more than the
   * actor, `ERR_INVALID_ARGUMENT`, `ERR_OVERLOADED`, or a fault. There is no successor then; only after
   * `ERR_REPOSITORY_UNAVAILABLE` nobody knows: read the key, whose `successorId` tells.
   * @example
   * const { token, key: successor } = await keys.rotate(key.id, { actor, graceMs: 24 * 60 * 60 * 1000 });
   */
  rotate(keyId: string, request: RotateRequest<Kind>): Promise<RotatedKey>;

  /**
   * Revokes a key: every verification that starts after this resolves fails, in every process. `changed` is false
   * where it was revoked before.
   *
   * @throws {PosternError} `ERR_KEY_NOT_FOUND`, `ERR_FORBIDDEN`, `ERR_VERSION_MISMATCH`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * const { changed } = await keys.revoke(key.id, { actor, reason: 'left the project' });
   */
  revoke(keyId: string, request: RevokeRequest<Kind>): Promise<Changed>;

  /**
   * Revokes all keys of an owner, and says how many it revoked. It works in steps, so where it throws, a part may be
   * revoked; call it again.
   *
   * @throws {PosternError} `ERR_FORBIDDEN`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * const { revoked } = await keys.revokeAll({ owner, actor, reason: 'laptop stolen' });
   */
  revokeAll(request: RevokeAllRequest<Kind>): Promise<{ readonly revoked: number }>;

  /**
   * Removes the records of keys that were revoked before an instant, and says how many. Their audit entries stay. It
   * works in steps, so where it throws, a part may be gone; call it again.
   *
   * @throws {PosternError} `ERR_FORBIDDEN`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * const quarterAgo = new Date(Date.now() - 90 * 24 * 60 * 60 * 1000);
   * const { purged } = await keys.purge({ actor: { kind: 'system', id: 'purge-job' }, revokedBefore: quarterAgo });
   */
  purge(request: PurgeRequest): Promise<{ readonly purged: number }>;

  /**
   * Offers a key: writes down what is to be issued, and nothing secret. Whoever claims it, in their own session, is the only
   * one who ever sees its token. For whoever acts for a person without being one, such as an agent. The policy is asked for
   * `offer`, and of a person, who claims what a key only offers, for `issue` as well.
   *
   * @throws {PosternError} `ERR_FORBIDDEN`, `ERR_OWNER_INACTIVE`, `ERR_SCOPES_NOT_GRANTED`, `ERR_INVALID_NAME`,
   * `ERR_INVALID_SCOPES`, `ERR_INVALID_EXPIRY`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * const { id: offerId } = await keys.offer({ owner, actor, name: 'CI Pipeline' });
   */
  offer(request: OfferRequest<Kind, Permission>): Promise<KeyOffer>;

  /**
   * Offers a successor of a live key. The key is what it was until somebody claims that.
   *
   * @throws {PosternError} `ERR_KEY_NOT_LIVE`, `ERR_KEY_NOT_FOUND`, `ERR_FORBIDDEN`, `ERR_VERSION_MISMATCH`, `ERR_OWNER_INACTIVE`,
   * `ERR_SCOPES_NOT_GRANTED`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * const { id: offerId } = await keys.offerRotation(key.id, { actor, graceMs: 60 * 60 * 1000 });
   */
  offerRotation(keyId: string, request: OfferRotationRequest<Kind>): Promise<KeyOffer>;

  /**
   * Gives an offer.
   *
   * @throws {PosternError} `ERR_OFFER_NOT_FOUND`, also where the actor may not see it; `ERR_INVALID_ARGUMENT`; or a fault.
   * @example
   * const { name, expiresAt } = await keys.getOffer(offerId, { actor });
   */
  getOffer(offerId: string, request: KeyRequest<Kind>): Promise<KeyOffer>;

  /**
   * Issues what was offered, once, for a signed-in person who may issue it now. The result's `token` is the only time that
   * the plaintext is there. Of an offered rotation it is a `RotatedKey`: the old key ends in the same transaction.
   *
   * @throws {PosternError} `ERR_OFFER_NOT_OPEN` where it was claimed or withdrawn, or its time is over; `ERR_OFFER_NOT_FOUND`,
   * and whatever `issue` or `rotate` throws. No record exists then.
   * @example
   * const { token, key } = await keys.claim(offerId, { actor });
   */
  claim(offerId: string, request: KeyRequest<Kind>): Promise<ClaimedKey>;

  /**
   * Withdraws an offer: nobody can claim it once this resolves. `changed` is false where it was not open any more.
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
   * Gives one record.
   *
   * @throws {PosternError} `ERR_KEY_NOT_FOUND`, also where the actor may not see it; `ERR_INVALID_ARGUMENT`; or a fault.
   * @example
   * const key = await keys.get(keyId, { actor });
   */
  get(keyId: string, request: KeyRequest<Kind>): Promise<ApiKey>;

  /**
   * Gives the audit entries of a key, or of an owner's keys, newest first.
   *
   * @throws {PosternError} `ERR_KEY_NOT_FOUND`, `ERR_FORBIDDEN`, `ERR_INVALID_CURSOR`, `ERR_INVALID_ARGUMENT`, or a fault.
   * @example
   * const { entries } = await keys.history({ keyId: key.id, actor });
   */
  history(request: HistoryRequest<Kind>): Promise<HistoryPage>;

  /** Passes an event on to the configured listener. For adapters, which see what verification does not. */
  emit(event: KeyEvent): void;

  /** Tells what was counted since `createApiKeys`. */
  counters(): Counters;

  /**
   * Writes the recorded uses and renewed hashes, in bounded time, and records no more. The repository stays open: it is
   * yours.
   */
  close(): Promise<void>;
}
