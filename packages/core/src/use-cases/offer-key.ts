import { type Actor, actorReference } from '../model/actor.js';
import type { KeyOffer } from '../model/key-offer.js';
import type { ExpiryAt } from '../model/lifetime.js';
import { auditEntry } from './audit-entry.js';
import { type OwnerDeps, offerScopes, requireActiveOwner } from './granting.js';
import { findManagedKey, requirePermitted } from './managed-key.js';
import type { ManagementDeps } from './management-deps.js';
import { type NewTokenDeps, withNewKeyId } from './new-token.js';
import { type NewKeyRequest, type ParseNewKeyDeps, parseNewKey } from './parse-new-key.js';
import { invalid, requireFields } from './parse-request.js';
import { requireRotatable } from './require-rotatable.js';
import { parseGrace, type RotateRequest } from './rotate-key.js';
import { successorExpiry } from './successor-expiry.js';

/** What to issue once the offer is claimed, for whom, and who offers it. */
export interface OfferRequest<Kind extends string = string, Permission extends string = string>
  extends NewKeyRequest<Kind, Permission>,
    OfferTerms {}

export interface OfferKeyDeps extends InsertNewOfferDeps, OwnerDeps, ParseNewKeyDeps {}

export async function offerKey(deps: OfferKeyDeps, request: OfferRequest): Promise<KeyOffer> {
  requireFields(request, ['owner', 'actor', 'name', 'scopes', 'expiresAt', 'offerTtlMs']);
  const { owner, actor, name, scopes: wanted, expiryAt } = parseNewKey(deps, request);
  const ttlMs = parseOfferTtl(request.offerTtlMs);

  await requirePermitted(deps, { actor, action: 'offer', owner });
  // A person finds out now rather than when claiming. A key may offer what only people may issue.
  if (actor.kind === 'user') await requirePermitted(deps, { actor, action: 'issue', owner });
  const status = await requireActiveOwner(deps, owner);
  const scopes = await offerScopes(deps, { wanted, owner, status, actor });

  const offeredBy = actorReference(actor);
  return insertNewOffer(deps, {
    offer: { owner, name, scopes, rotation: null, offeredBy },
    actor,
    expiryAt,
    ttlMs,
  });
}

interface OfferTerms {
  /**
   * How long the offer can be claimed, in milliseconds: from one second to 24 hours, and never beyond the expiry of the
   * key, or of the key that it replaces. Default: 15 minutes.
   */
  readonly offerTtlMs?: number | undefined;
}

const defaultTtlMs = 15 * 60 * 1_000;
const minTtlMs = 1_000;
const maxTtlMs = 24 * 60 * 60 * 1_000;

/** How long an offer is kept after it has ended, so that anyone who claims it late learns why they can't. */
const retentionMs = 24 * 60 * 60 * 1_000;

export interface InsertNewOfferDeps extends ManagementDeps, Pick<NewTokenDeps, 'generateKeyId'> {}

/** An offer that was permitted. */
interface NewOffer {
  readonly offer: Omit<
    KeyOffer,
    'id' | 'keyExpiresAt' | 'offeredAt' | 'expiresAt' | 'claimedAt' | 'withdrawnAt'
  >;
  readonly actor: Actor;
  /** The expiry of the key that is offered. */
  readonly expiryAt: ExpiryAt;
  /** When the key that it replaces expires. */
  readonly replacedExpiresAt?: Date | null;
  readonly ttlMs: number;
}

function insertNewOffer(
  deps: InsertNewOfferDeps,
  { offer: given, actor, expiryAt, replacedExpiresAt = null, ttlMs }: NewOffer,
): Promise<KeyOffer> {
  const { owner } = given;
  return withNewKeyId(deps, async (id) => {
    const at = deps.clock.now();
    const keyExpiresAt = expiryAt(at);
    const expiresAt = earliest(new Date(at.getTime() + ttlMs), keyExpiresAt, replacedExpiresAt);
    const open = { offeredAt: at, expiresAt, claimedAt: null, withdrawnAt: null };
    const offer: KeyOffer = { ...given, id, keyExpiresAt, ...open };
    const forgetBefore = new Date(at.getTime() - retentionMs);
    const entry = auditEntry(deps, { action: 'offered', key: offer, actor, at, reason: null });
    if (!(await deps.repository.insertOffer({ offer, forgetBefore }, entry))) return undefined;
    deps.events.emit({ type: 'offered', keyId: id, owner });
    return offer;
  });
}

function earliest(ends: Date, ...others: readonly (Date | null)[]): Date {
  return others.reduce<Date>((first, other) => (other !== null && other < first ? other : first), ends);
}

function parseOfferTtl(offerTtlMs: unknown): number {
  if (offerTtlMs === undefined) return defaultTtlMs;
  if (Number.isInteger(offerTtlMs) && Number(offerTtlMs) >= minTtlMs && Number(offerTtlMs) <= maxTtlMs)
    return Number(offerTtlMs);
  throw invalid(
    `offerTtlMs must be a whole number of milliseconds from ${minTtlMs} to ${maxTtlMs} (24 hours)`,
  );
}

/** Who offers a rotation, and how long the old key keeps working once its successor is claimed. */
export interface OfferRotationRequest<Kind extends string = string> extends RotateRequest<Kind>, OfferTerms {}

export async function offerRotation(
  deps: InsertNewOfferDeps & OwnerDeps,
  keyIdText: string,
  request: OfferRotationRequest,
): Promise<KeyOffer> {
  requireFields(request, ['actor', 'owner', 'graceMs', 'expiresAt', 'expectedVersion', 'offerTtlMs']);
  const graceMs = parseGrace(request.graceMs);
  const ttlMs = parseOfferTtl(request.offerTtlMs);
  const { key, actor } = await findManagedKey(deps, keyIdText, request);
  const scopes = await requireRotatable(deps, { key, actor, action: 'offer', request });
  if (actor.kind === 'user') await requirePermitted(deps, { actor, action: 'rotate', owner: key.owner, key });

  const expiryAt = await successorExpiry(deps, { key, actor, expiresAt: request.expiresAt });

  const { id: keyId, owner, name } = key;
  const offeredBy = actorReference(actor);
  return insertNewOffer(deps, {
    offer: { owner, name, scopes, rotation: { keyId, graceMs }, offeredBy },
    actor,
    expiryAt,
    replacedExpiresAt: key.expiresAt,
    ttlMs,
  });
}
