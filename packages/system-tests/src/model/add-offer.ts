import type { NumberedOffer } from './answer.js';
import type { ExpectedKey } from './expected-key.js';
import { numberOfUnclaimed } from './expected-offer.js';
import { addEntryFor, type ExpectedService } from './expected-service.js';
import { later } from './scene.js';
import type { ActorName, OwnerName } from './step.js';

/** Adds a new offer to the model. */
export function addOffer(
  service: ExpectedService,
  given: Pick<NumberedOffer, 'name' | 'scopes' | 'keyExpiresAt'> & {
    readonly owner: OwnerName;
    readonly actor: ActorName;
    readonly ttlMs: number;
    readonly rotation: { readonly key: ExpectedKey; readonly graceMs: number } | null;
  },
): NumberedOffer {
  const { owner, actor, ttlMs, rotation, ...rest } = given;
  const { scene, now, offers } = service;
  const { kind, id } = scene.actors[actor];
  const ends = [later(now, ttlMs), rest.keyExpiresAt, rotation?.key.record.expiresAt];
  const endMs = Math.min(...ends.flatMap((end) => (end ? [end.getTime()] : [])));
  const offer: NumberedOffer = {
    ...rest,
    owner: scene.owners[owner],
    rotation: rotation && { key: rotation.key.record.id, graceMs: rotation.graceMs },
    offeredAt: now,
    offeredBy: { kind, id },
    expiresAt: new Date(endMs),
    claimedAt: null,
    withdrawnAt: null,
  };
  addEntryFor(service, numberOfUnclaimed(offers.length), 'offered', { actor, reason: null });
  offers.push({ owner, offer, replaces: rotation?.key ?? null });
  return offer;
}
