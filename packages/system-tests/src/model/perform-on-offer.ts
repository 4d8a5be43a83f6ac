import { offerState } from '@postern/core';
import type { Answer, Outcome } from './answer.js';
import { codeOf, inState } from './coded.js';
import { rotated, winnersFirst } from './perform-on-key.js';
import type { OfferStep } from './step.js';
import type { World } from './world.js';

/** Performs a step about one offer on a real service. If it has several calls, they are concurrent. */
export async function performOnOffer(world: World, step: OfferStep): Promise<Answer> {
  const ids = world.offers();
  const offerId = ids[step.offer % ids.length] ?? '';
  const calls = Array.from({ length: step.calls }, () => callOf(world, offerId, step));
  const claims = winnersFirst(await Promise.all(calls));
  const offer = await world.keys.getOffer(offerId, { actor: world.scene.actors.job });
  const state = offerState(offer, world.clock.now());
  return { claims, after: { state, offer: world.offer(offer) } };
}

async function callOf(world: World, offerId: string, { verb }: OfferStep): Promise<Outcome> {
  const { keys, scene } = world;
  const request = { actor: scene.actors.ada };
  try {
    if (verb === 'withdrawOffer') return await keys.withdrawOffer(offerId, request);
    const claimed = await keys.claim(offerId, request);
    if ('previous' in claimed) return rotated(world, claimed);
    world.add(claimed.key.id, claimed.token);
    return { claimed: inState(world, claimed.key) };
  } catch (error) {
    return { error: codeOf(error) };
  }
}
