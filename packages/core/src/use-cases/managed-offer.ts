import { PosternError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import { parseKeyId } from '../model/key-id.js';
import { type KeyOffer, type OfferState, offerState } from '../model/key-offer.js';
import { isSameOwner } from '../model/owner.js';
import type { KeyRequest } from './managed-key.js';
import type { ManagementPorts } from './management-ports.js';
import { parseActor, parseOwner } from './parse-request.js';

/**
 * Finds an offer for somebody who may see it: whoever may make one for its owner.
 *
 * @throws {PosternError} `ERR_OFFER_NOT_FOUND` where it isn't there, is another owner's, or may not be seen.
 */
export async function findManagedOffer(
  ports: ManagementPorts,
  offerIdText: string,
  request: KeyRequest,
): Promise<{ readonly offer: KeyOffer; readonly actor: Actor }> {
  const actor = parseActor(request.actor);
  const owner = request.owner === undefined ? undefined : parseOwner(request.owner, ports.kinds);
  const offerId = parseKeyId(offerIdText);
  const offer = offerId === undefined ? undefined : await ports.repository.getOffer(offerId);
  if (offer === undefined || (owner !== undefined && !isSameOwner(offer.owner, owner))) throw offerNotFound();
  const decision = await ports.decide({ actor, action: 'offer', owner: offer.owner });
  if (!decision.ok) throw offerNotFound();
  return { offer, actor };
}

/**
 * Checks that an offer can be claimed.
 *
 * @throws {PosternError} `ERR_OFFER_NOT_OPEN`, which says why; `ERR_OFFER_NOT_FOUND` where it is gone.
 */
export function requireOpen(offer: KeyOffer | undefined, now: Date): void {
  if (offer === undefined) throw offerNotFound();
  const state = offerState(offer, now);
  if (state !== 'open') throw new PosternError('ERR_OFFER_NOT_OPEN', reasons[state]);
}

/** The error for an offer that has expired by a clock other than this process's. */
export function offerOver(): PosternError {
  return new PosternError('ERR_OFFER_NOT_OPEN', reasons.expired);
}

const reasons: { readonly [State in Exclude<OfferState, 'open'>]: string } = {
  claimed:
    'this offer was claimed before, and its token shown; if nobody has it, delete the key and ask anew',
  withdrawn: 'this offer was withdrawn; ask anew',
  expired: 'this offer is over; ask anew',
};

function offerNotFound(): PosternError {
  return new PosternError('ERR_OFFER_NOT_FOUND', 'there is no such offer, or it ended long ago; ask anew');
}
