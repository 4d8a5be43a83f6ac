import { PosternError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import { type KeyOffer, type OfferState, offerState } from '../model/key-offer.js';
import { isSameOwner } from '../model/owner.js';
import { parseKeyId } from '../token/key-id.js';
import { auditEntry } from './audit-entry.js';
import { type Changed, maxAttempts, nothingWritten } from './change-key.js';
import type { KeyRequest } from './managed-key.js';
import type { ManagementDeps } from './management-deps.js';
import { parseActor, parseOwner, requireFields } from './parse-request.js';

/**
 * Finds an offer for an actor that may see it, which is one that may make offers for its owner.
 *
 * @throws {PosternError} `ERR_OFFER_NOT_FOUND` if it does not exist, is another owner's, or may not be seen.
 */
export async function findManagedOffer(
  deps: ManagementDeps,
  offerIdText: string,
  request: KeyRequest,
): Promise<{ readonly offer: KeyOffer; readonly actor: Actor }> {
  const actor = parseActor(request.actor);
  const owner = request.owner === undefined ? undefined : parseOwner(request.owner, deps.kinds);
  const offerId = parseKeyId(offerIdText);
  const offer = offerId === undefined ? undefined : await deps.repository.getOffer(offerId);
  if (offer === undefined || (owner !== undefined && !isSameOwner(offer.owner, owner))) throw offerNotFound();
  const decision = await deps.decide({ actor, action: 'offer', owner: offer.owner, offer });
  if (!decision.ok) throw offerNotFound();
  return { offer, actor };
}

/**
 * Checks that an offer can be claimed.
 *
 * @throws {PosternError} `ERR_OFFER_NOT_OPEN`, which says why; `ERR_OFFER_NOT_FOUND` if it was removed.
 */
export function requireOpen(offer: KeyOffer | undefined, now: Date): void {
  if (offer === undefined) throw offerNotFound();
  const state = offerState(offer, now);
  if (state !== 'open') throw new PosternError('ERR_OFFER_NOT_OPEN', reasons[state]);
}

/** The error for an offer that has expired by a clock other than this process's. */
export function offerExpired(): PosternError {
  return new PosternError('ERR_OFFER_NOT_OPEN', reasons.expired);
}

const reasons: { readonly [State in Exclude<OfferState, 'open'>]: string } = {
  claimed:
    'this offer was already claimed, and its token shown; if no one has the token, revoke the key and request a new one',
  withdrawn: 'this offer was withdrawn; request a new one',
  expired: 'this offer has expired; request a new one',
};

function offerNotFound(): PosternError {
  return new PosternError(
    'ERR_OFFER_NOT_FOUND',
    'there is no such offer, or it ended long ago; request a new one',
  );
}

export async function getOffer(
  deps: ManagementDeps,
  offerId: string,
  request: KeyRequest,
): Promise<KeyOffer> {
  requireFields(request, ['actor', 'owner']);
  const { offer } = await findManagedOffer(deps, offerId, request);
  return offer;
}

export async function withdrawOffer(
  deps: ManagementDeps,
  offerId: string,
  request: KeyRequest,
): Promise<Changed> {
  requireFields(request, ['actor', 'owner']);
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const { offer, actor } = await findManagedOffer(deps, offerId, request);
    const at = deps.clock.now();
    if (offerState(offer, at) !== 'open') return { changed: false };
    const entry = auditEntry(deps, { action: 'withdrawn', key: offer, actor, at, reason: null });
    if (await deps.repository.withdrawOffer({ offerId: offer.id, at }, entry)) {
      deps.events.emit({ type: 'withdrawn', keyId: offer.id, owner: offer.owner });
      return { changed: true };
    }
  }
  throw nothingWritten();
}
