import { actorReference } from '../model/actor.js';
import type { KeyOffer } from '../model/key-offer.js';
import type { OwnerPorts } from './actor-ceiling.js';
import {
  type InsertNewOfferPorts,
  insertNewOffer,
  type OfferTerms,
  parseOfferTtl,
} from './insert-new-offer.js';
import { findManagedKey } from './managed-key.js';
import { requireFields } from './parse-request.js';
import { requirePermitted } from './require-permitted.js';
import { requireRotatable } from './require-rotatable.js';
import { parseGrace, type RotateRequest } from './rotate-key.js';

/** Who offers a rotation, and for how long the key still works beside its successor once that is claimed. */
export interface OfferRotationRequest<Kind extends string = string> extends RotateRequest<Kind>, OfferTerms {}

/** Offers a successor of a live key. Until somebody claims it, the key is what it was. */
export async function offerRotation(
  ports: InsertNewOfferPorts & OwnerPorts,
  keyIdText: string,
  request: OfferRotationRequest,
): Promise<KeyOffer> {
  requireFields(request, ['actor', 'owner', 'graceMs', 'expectedVersion', 'offerTtlMs']);
  const graceMs = parseGrace(request.graceMs);
  const ttlMs = parseOfferTtl(request.offerTtlMs);
  const { key, actor } = await findManagedKey(ports, keyIdText, request);
  const scopes = await requireRotatable(ports, { key, actor, action: 'offer', request });
  if (actor.kind === 'user')
    await requirePermitted(ports, { actor, action: 'rotate', owner: key.owner, key });

  const { id: keyId, owner, name, expiresAt: keyExpiresAt } = key;
  const offeredBy = actorReference(actor);
  return insertNewOffer(ports, {
    offer: { owner, name, scopes, keyExpiresAt, rotation: { keyId, graceMs }, offeredBy },
    actor,
    ttlMs,
  });
}
