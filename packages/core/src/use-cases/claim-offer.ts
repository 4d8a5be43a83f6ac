import { isPosternError, PosternError } from '../errors.js';
import { type Actor, actorReference } from '../model/actor.js';
import type { AuditEntry } from '../model/audit-entry.js';
import { IssuedKey, type RotatedKey } from '../model/issued-key.js';
import type { KeyOffer, OfferedRotation } from '../model/key-offer.js';
import { type ExpiryAt, requestedExpiry } from '../model/lifetime.js';
import { newKey } from '../model/new-key.js';
import type { EntryOfKey } from '../ports/key-changes.js';
import type { OfferClaim } from '../ports/offer-repository.js';
import { auditEntry } from './audit-entry.js';
import { grantNewKey } from './issue-key.js';
import type { KeyRequest } from './managed-key.js';
import { findManagedOffer, offerExpired, requireOpen } from './managed-offer.js';
import { generateToken } from './new-token.js';
import { keyNotFound, requireFields } from './parse-request.js';
import { replaceKey } from './replace-key.js';
import { requireRotatable } from './require-rotatable.js';
import type { RotateKeyDeps } from './rotate-key.js';

/** The result of claiming an offer: a new key, or the successor of a rotated key. */
export type ClaimedKey = IssuedKey | RotatedKey;

/** An offer, and who claims it. */
interface Claim {
  readonly offer: KeyOffer;
  readonly actor: Actor;
}

/**
 * Everything is decided again: what was granted when the key was offered may no longer be. Only a signed-in person can
 * claim, because claiming shows a token.
 */
export async function claimOffer(
  deps: RotateKeyDeps,
  offerId: string,
  request: KeyRequest,
): Promise<ClaimedKey> {
  requireFields(request, ['actor', 'owner']);
  const claim = await findManagedOffer(deps, offerId, request);
  const { offer, actor } = claim;
  if (actor.kind !== 'user')
    throw new PosternError(
      'ERR_FORBIDDEN',
      'only a signed-in person can claim an offer, since it shows a token',
    );
  requireOpen(offer, deps.clock.now());

  try {
    const claimed = await (offer.rotation === null
      ? claimKey(deps, claim)
      : claimRotation(deps, claim, offer.rotation));
    if (claimed !== undefined) return claimed;
  } catch (error) {
    // Another claim may have been faster and ended the key: the offer then says so.
    if (isPosternError(error) && error.code === 'ERR_KEY_NOT_LIVE')
      requireOpen(await deps.repository.getOffer(offer.id), deps.clock.now());
    throw error;
  }
  // No key has the ID of an open offer, so the ID is not taken: the offer has expired by the clock of the storage.
  throw offerExpired();
}

async function claimKey(deps: RotateKeyDeps, { offer, actor }: Claim): Promise<IssuedKey | undefined> {
  const { id, owner, name } = offer;
  const expiryAt = offeredExpiry(deps, offer);
  const grant = { owner, actor, wanted: offer.scopes, offer };
  await grantNewKey(deps, grant);
  const { prefix, token, hash } = await generateToken(deps, { owner, actor, keyId: id });
  const scopes = await grantNewKey(deps, grant);

  const at = deps.clock.now();
  const expiresAt = expiryAt(at);
  const createdBy = actorReference(actor);
  const key = newKey({ id, prefix, owner, name, scopes, createdAt: at, createdBy, expiresAt });
  const entry = auditEntry(deps, { action: 'issued', key, actor, at, reason: null });
  const claim = { offerId: id, at, change: { insert: { key, hash } }, cap: deps.capFor(owner, at) };
  if (!(await commit(deps, claim, [entry], revokesNothing))) return undefined;
  deps.events.emit({ type: 'issued', keyId: id, owner });
  return new IssuedKey(key, token);
}

/** Only a rotation ends another key. */
function revokesNothing(): never {
  throw new TypeError('the claim of a new key revokes nothing');
}

async function claimRotation(
  deps: RotateKeyDeps,
  { offer, actor }: Claim,
  { keyId, graceMs }: OfferedRotation,
): Promise<RotatedKey | undefined> {
  const key = await deps.read(keyId);
  if (key === undefined) throw keyNotFound();
  // The offer decides what the successor may do. If the owner has gained permissions since, the successor has not.
  const narrowed = { ...key, scopes: offer.scopes ?? key.scopes };
  const rotation = { key: narrowed, actor, action: 'rotate', request: { actor }, offer } as const;
  const expiryAt = offeredExpiry(deps, offer);
  await requireRotatable(deps, rotation);
  const newToken = await generateToken(deps, { owner: key.owner, actor, keyId: offer.id });
  const scopes = await requireRotatable(deps, rotation);

  return replaceKey(
    deps,
    {
      key,
      actor,
      scopes,
      expiryOf: async () => expiryAt,
      graceMs,
      request: rotation.request,
      write: (rotation, ...entries) =>
        commit(deps, { offerId: offer.id, at: rotation.at, change: { rotate: rotation } }, ...entries),
    },
    newToken,
  );
}

/**
 * The expiry that the offer fixed.
 *
 * @throws {PosternError} `ERR_INVALID_EXPIRY` if a key can no longer have it, because `lifetimes` or the clock changed;
 * `ERR_OFFER_NOT_OPEN` if the offer has expired.
 */
function offeredExpiry({ lifetimes, clock }: RotateKeyDeps, offer: KeyOffer): ExpiryAt {
  const lifetime = /* M11 claim */ lifetimes[offer.owner.kind];
  const offered = requestedExpiry(lifetime, offer.keyExpiresAt, 'keyExpiresAt');
  const expiryAt: ExpiryAt = (at) => {
    requireOpen(offer, at);
    return offered(at);
  };
  // Before anything is hashed.
  expiryAt(clock.now());
  return expiryAt;
}

/**
 * Commits a claim. `false`: the offer is open, but what was offered can't be done.
 *
 * @throws {PosternError} `ERR_OFFER_NOT_OPEN` if another claim was faster, or the offer has expired.
 */
async function commit(
  { repository }: RotateKeyDeps,
  claim: OfferClaim,
  entries: readonly AuditEntry[],
  entryOf: EntryOfKey,
): Promise<boolean> {
  if (await repository.claimOffer(claim, entries, entryOf)) return true;
  requireOpen(await repository.getOffer(claim.offerId), claim.at);
  return false;
}
