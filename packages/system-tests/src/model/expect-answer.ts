import { keyStates } from '@postern/core';
import { addOffer } from './add-offer.js';
import type { Answer } from './answer.js';
import { expectKeyAnswer } from './expect-key-answer.js';
import { expectOfferAnswer } from './expect-offer-answer.js';
import {
  type ExpectedKey,
  type NumberedEntry,
  type NumberedRecord,
  shownRecord,
  stateOf,
} from './expected-key.js';
import { isBeyondCap, isBeyondLifetime, requestedExpiry } from './expected-limits.js';
import { numberOfUnclaimed } from './expected-offer.js';
import {
  addKey,
  creationRefusal,
  disableUnused,
  type ExpectedService,
  flush,
  flushUses,
  grantedScopes,
  purge,
  revoke,
  shownEntries,
} from './expected-service.js';
import { inStableOrder, pageLengths } from './pages.js';
import { dayMs, flushIntervalMs, later } from './scene.js';
import { isOneKeyStep, type OwnerStep, type Step, type WorldStep } from './step.js';
import { timePassed } from './table-of-states.js';

/** Applies a step to the model, and returns the answer that every service has to give. */
export function expectAnswer(service: ExpectedService, step: Step): Answer {
  if (isOneKeyStep(step)) return expectKeyAnswer(service, step);
  switch (step.verb) {
    case 'issue':
      return expectIssued(service, step);
    case 'revokeAll':
      return expectAllRevoked(service, step);
    case 'purge':
      return { count: purge(service, later(service.now, step.revokedBeforeMs), step.actor) };
    case 'disableUnused': {
      if (service.release === 'previous') return { done: true };
      const unusedSince = later(service.now, -dayMs - step.dayAgoAndMs);
      return { count: disableUnused(service, { ...step, unusedSince }) };
    }
    case 'list':
      return expectPages(listed(service, step), step.limit);
    case 'offer':
      return expectOffered(service, step);
    case 'claim':
    case 'withdrawOffer':
      return expectOfferAnswer(service, step);
    case 'ownerHistory': {
      const isOwn = ({ key }: NumberedEntry) =>
        (service.keys[key] ?? service.offers[numberOfUnclaimed(key)])?.owner === step.owner;
      return expectPages(shownEntries(service).filter(isOwn), step.limit);
    }
    default:
      applyWorldStep(service, step);
      return { done: true };
  }
}

type Issue = OwnerStep & { readonly verb: 'issue' };

function expectIssued(service: ExpectedService, step: Issue): Answer {
  const { owner, actor, life, name, scopes } = step;
  const expiry = requestedExpiry(service, owner, life);
  if ('error' in expiry) return expiry;
  const error = creationRefusal(service, step);
  if (error !== undefined) return { error };
  const earlier = step.request === null ? undefined : earlierKey(service, step);
  if (earlier === 'used') return { error: 'ERR_ALREADY_ISSUED' };
  if (isBeyondCap(service, owner, { added: 1, gone: earlier })) return { error: 'ERR_TOO_MANY_KEYS' };
  const reason = 'replaced by a retry of the same request';
  if (earlier !== undefined) revoke(service, earlier, { actor, reason });
  const key = addKey(service, { owner, actor, name, scopes, ...expiry });
  if (step.request !== null) service.requests.set(requestOf(step), key);
  return { issued: { state: 'live', record: key.record } };
}

/**
 * Returns the key of an earlier attempt of this request, if it is to be replaced. `used`: it is in use, and is kept.
 */
function earlierKey(service: ExpectedService, step: Issue): ExpectedKey | 'used' | undefined {
  flushUses(service);
  const earlier = service.requests.get(requestOf(step));
  if (earlier === undefined || earlier.decided === 'purged') return undefined;
  if (earlier.record.rotatedAt !== null) return 'used';
  if (earlier.decided === 'revoked') return undefined;
  return earlier.record.lastUsedAt === null ? earlier : 'used';
}

/** A request is identified by its actor, owner and idempotency key. */
function requestOf({ owner, actor, request }: Issue): string {
  return `${owner} ${actor} ${request}`;
}

function expectOffered(
  service: ExpectedService,
  { owner, actor, name, life, ttlMs }: OwnerStep & { readonly verb: 'offer' },
): Answer {
  const expiry = requestedExpiry(service, owner, life);
  if ('error' in expiry) return expiry;
  const error = creationRefusal(service, { owner, actor });
  if (error !== undefined) return { error };
  const scopes = grantedScopes({ owner, actor }, null);
  const given = { owner, actor, name, scopes, keyExpiresAt: expiry.expiresAt, ttlMs, rotation: null };
  return { offered: addOffer(service, given) };
}

function expectAllRevoked(
  service: ExpectedService,
  step: OwnerStep & { readonly verb: 'revokeAll' },
): Answer {
  const { owner, actor, createdBeforeMs } = step;
  const before = createdBeforeMs === null ? undefined : later(service.now, createdBeforeMs);
  const affected = service.keys.filter(
    (key) => key.owner === owner && (before === undefined || key.record.createdAt < before),
  );
  const change = { actor, reason: 'laptop stolen' };
  return { count: affected.filter((key) => revoke(service, key, change)).length };
}

function listed(
  service: ExpectedService,
  { owner, state, beyondLifetime }: OwnerStep & { readonly verb: 'list' },
): readonly NumberedRecord[] {
  const own = service.keys.filter((key) => key.owner === owner);
  const isListed = (key: ExpectedKey) => {
    const actual = stateOf(key, service.now);
    if (actual === 'purged' || (beyondLifetime && !isBeyondLifetime(service, key))) return false;
    return state === 'accepted' ? keyStates[actual].accepted : state === 'all' || state === actual;
  };
  return own.filter(isListed).map(shownRecord);
}

function expectPages(items: readonly (NumberedRecord | NumberedEntry)[], limit: number): Answer {
  return { pages: pageLengths(items.length, limit), inOrder: true, items: inStableOrder(items) };
}

function applyWorldStep(service: ExpectedService, step: WorldStep): void {
  if (step.verb === 'setClock') setClock(service, step.byMs);
  if (step.verb === 'setCost') service.cost = step.cost;
  if (step.verb === 'setActive') service.active[step.owner] = step.active;
  if (step.verb !== 'flush' && step.verb !== 'setRelease') return;
  setClock(service, flushIntervalMs);
  flush(service);
  if (step.verb === 'setRelease') service.release = step.release;
}

function setClock(service: ExpectedService, byMs: number): void {
  const before = service.now;
  service.now = later(before, byMs);
  for (const key of service.keys) timePassed(service, key, before, service.now);
}
