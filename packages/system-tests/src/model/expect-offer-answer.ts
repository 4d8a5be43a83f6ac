import { offerState } from '@postern/core';
import type { Answer, Outcome } from './answer.js';
import { rotated } from './expect-key-answer.js';
import { isBeyondCap, offeredExpiry } from './expected-limits.js';
import { type ExpectedOffer, numberOfUnclaimed } from './expected-offer.js';
import { addEntryFor, addKey, creationRefusal, type ExpectedService } from './expected-service.js';
import type { OfferStep } from './step.js';

/** Applies a step about one offer to the model, as often as the step says. */
export function expectOfferAnswer(service: ExpectedService, step: OfferStep): Answer {
  const number = step.offer % service.offers.length;
  const expected = service.offers[number];
  if (expected === undefined) throw new Error('there is no offer yet');
  const end = step.verb === 'claim' ? claim : withdraw;
  const claims = Array.from({ length: step.calls }, () => end(service, expected, number));
  return { claims, after: { state: offerState(expected.offer, service.now), offer: expected.offer } };
}

function withdraw(service: ExpectedService, expected: ExpectedOffer, number: number): Outcome {
  if (offerState(expected.offer, service.now) !== 'open') return { changed: false };
  expected.offer = { ...expected.offer, withdrawnAt: service.now };
  addEntryFor(service, numberOfUnclaimed(number), 'withdrawn', { actor: 'ada', reason: null });
  return { changed: true };
}

function claim(service: ExpectedService, expected: ExpectedOffer, number: number): Outcome {
  const { offer } = expected;
  if (offerState(offer, service.now) !== 'open') return { error: 'ERR_OFFER_NOT_OPEN' };
  const outcome = fulfil(service, expected);
  if ('error' in outcome) return outcome;
  expected.offer = { ...offer, claimedAt: service.now };
  const newKey = service.keys.length - 1;
  service.entries.forEach((entry, index) => {
    if (entry.key === numberOfUnclaimed(number)) service.entries[index] = { ...entry, key: newKey };
  });
  return outcome;
}

/** Does what was offered as if it were requested now, except that the offer has fixed the expiry. */
function fulfil(service: ExpectedService, { owner, offer, replaces }: ExpectedOffer): Outcome {
  const actor = 'ada';
  if (replaces?.decided === 'purged') return { error: 'ERR_KEY_NOT_FOUND' };
  const expiry = offeredExpiry(service, owner, offer.keyExpiresAt);
  if ('error' in expiry) return expiry;
  if (replaces !== null) {
    const graceMs = offer.rotation?.graceMs ?? 0;
    // In the release before this one, the successor gets the expiry that the key has by then.
    const fixed = service.release === 'previous' ? { expiresAt: replaces.record.expiresAt } : expiry;
    return rotated(service, replaces, { actor, graceMs, expiryOf: () => fixed });
  }
  const error = creationRefusal(service, { owner, actor });
  if (error !== undefined) return { error };
  if (isBeyondCap(service, owner, { added: 1 })) return { error: 'ERR_TOO_MANY_KEYS' };
  const { name, scopes } = offer;
  const { record } = addKey(service, { owner, actor, name, scopes, ...expiry });
  return { claimed: { state: 'live', record } };
}
