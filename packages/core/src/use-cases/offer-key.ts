import { actorReference } from '../model/actor.js';
import type { KeyOffer } from '../model/key-offer.js';
import { type OwnerPorts, requireActiveOwner } from './actor-ceiling.js';
import { grantScopes } from './grant-scopes.js';
import {
  type InsertNewOfferPorts,
  insertNewOffer,
  type OfferTerms,
  parseOfferTtl,
} from './insert-new-offer.js';
import { type NewKeyRequest, type ParseNewKeyPorts, parseNewKey } from './parse-new-key.js';
import { requireFields } from './parse-request.js';
import { requirePermitted } from './require-permitted.js';

/** What is to be issued, for whom, once somebody claims it; and who offers it. */
export interface OfferRequest<Kind extends string = string, Permission extends string = string>
  extends NewKeyRequest<Kind, Permission>,
    OfferTerms {}

export interface OfferKeyPorts extends InsertNewOfferPorts, OwnerPorts, ParseNewKeyPorts {}

/** Offers a key. Nothing secret is made: that is done by whoever claims it. */
export async function offerKey(ports: OfferKeyPorts, request: OfferRequest): Promise<KeyOffer> {
  requireFields(request, ['owner', 'actor', 'name', 'scopes', 'expiresAt', 'offerTtlMs']);
  const { owner, actor, name, scopes: wanted, expiresAt: keyExpiresAt } = parseNewKey(ports, request);
  const ttlMs = parseOfferTtl(request.offerTtlMs);

  await requirePermitted(ports, { actor, action: 'offer', owner });
  // A person learns now what claiming would tell them. A key may offer what only people may issue.
  if (actor.kind === 'user') await requirePermitted(ports, { actor, action: 'issue', owner });
  const status = await requireActiveOwner(ports, owner);
  const scopes = await grantScopes(ports, { wanted, owner, status, actor });

  const offeredBy = actorReference(actor);
  return insertNewOffer(ports, {
    offer: { owner, name, scopes, keyExpiresAt, rotation: null, offeredBy },
    actor,
    ttlMs,
  });
}
