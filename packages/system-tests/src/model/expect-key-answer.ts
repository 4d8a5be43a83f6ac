import { type KeyState, keyStates } from '@postern/core';
import { addOffer } from './add-offer.js';
import type { Answer, Outcome } from './answer.js';
import { type ExpectedKey, shownRecord, stateOf } from './expected-key.js';
import { countsTowardCap, type Expiry, isBeyondCap, successorExpiry } from './expected-limits.js';
import {
  addEntry,
  addKey,
  creationRefusal,
  disable,
  type ExpectedService,
  grantedScopes,
  revoke,
  shownEntries,
} from './expected-service.js';
import { pageLengths } from './pages.js';
import { dayMs, later, permissions } from './scene.js';
import type { ActorName, KeyChange, OneKeyStep } from './step.js';
import { hasStep, takeStep } from './table-of-states.js';

/** Applies a step about one key to the model, as often as the step says. */
export function expectKeyAnswer(service: ExpectedService, step: OneKeyStep): Answer {
  const key = service.keys[step.key % service.keys.length];
  if (key === undefined) throw new Error('there is no key yet');
  // Two concurrent calls are equal, so they have the same outcomes as one after the other.
  const outcomes = Array.from({ length: step.times }, () => outcomeOf(service, key, step));
  const state = stateOf(key, service.now);
  return { outcomes, after: state === 'purged' ? 'not found' : { state, record: shownRecord(key) } };
}

function outcomeOf(service: ExpectedService, key: ExpectedKey, step: OneKeyStep): Outcome {
  if (step.verb === 'verify') return verified(service, key, step.secret);
  if (step.verb === 'reportLeak') return leakReported(service, key, step.secret);
  if (key.decided === 'purged') return { error: 'ERR_KEY_NOT_FOUND' };
  if (step.verb === 'keyHistory') return history(service, key, step.limit);
  if (step.claims === 'other owner') return { error: 'ERR_KEY_NOT_FOUND' };
  if (step.verb === 'rotate') {
    const expiryOf = () => successorExpiry(service, key, step.life);
    return rotated(service, key, { ...step, expiryOf });
  }
  if (step.verb === 'offerRotation') return offered(service, key, step);
  if (step.verb === 'enable' && isOneTooMany(service, key)) return { error: 'ERR_TOO_MANY_KEYS' };
  return { changed: isChanged(service, key, step) };
}

/** A disabled key counts, so enabling it makes no difference, unless the owner has too many keys for another reason. */
function isOneTooMany(service: ExpectedService, key: ExpectedKey): boolean {
  const isEnabled =
    stateOf(key, service.now) === 'disabled' &&
    key.record.rotatedAt === null &&
    countsTowardCap(service, key);
  return isEnabled && isBeyondCap(service, key.owner);
}

/** If the table accepts the key, it is proven and used; otherwise, its state is the reason for the refusal. */
function verified(service: ExpectedService, key: ExpectedKey, secret: 'right' | 'wrong'): Outcome {
  const state = stateOf(key, service.now);
  if (state === 'purged') return { refused: 'unknown' };
  if (!keyStates[state].accepted) return { refused: state };
  if (secret === 'wrong') return { refused: 'wrong_secret' };
  prove(service, key);
  if (!service.active[key.owner]) return { refused: 'owner_inactive' };

  const { id, owner, scopes } = key.record;
  if (key.pendingUse === null || key.pendingUse < service.now) key.pendingUse = service.now;
  return { accepted: id, owner, permissions: scopes ?? permissions };
}

/** The owner is not asked, and the proof is not remembered. */
function leakReported(service: ExpectedService, key: ExpectedKey, secret: 'right' | 'wrong'): Outcome {
  if (service.release === 'previous') return { changed: false };
  if (key.decided === 'purged' || secret === 'wrong') return { refused: 'not the token of a key' };
  const change = { actor: 'leak-report', reason: 'leak reported by a scanner' } as const;
  const isKnown = service.entries.some(
    ({ key: id, action, at }) =>
      id === key.record.id && action === 'leak_reported' && at >= later(service.now, -dayMs),
  );
  if (!isKnown) addEntry(service, key, 'leak_reported', change);
  if (key.owner === 'ada') return { changed: revoke(service, key, change) };
  const { accepted } = keyStates[stateOf(key, service.now) as KeyState];
  const isByOther = key.decided === 'disabled' && key.record.disabledBy?.id !== 'leak-report';
  return { changed: (accepted || isByOther) && disable(service, key, change) };
}

/** A token that was proven against the stored hash is not hashed again, so its hash is not found to be outdated. */
function prove({ cost, release }: ExpectedService, key: ExpectedKey): void {
  if (key.provenCosts.get(release) === key.hashCost) return;
  if (key.hashCost !== cost) key.pendingRehash = { from: key.hashCost, to: cost };
  key.provenCosts.set(release, key.hashCost);
}

/** Returns the outcome of a rotation. */
export function rotated(
  service: ExpectedService,
  key: ExpectedKey,
  {
    actor,
    graceMs,
    expiryOf,
  }: Pick<KeyChange & { readonly verb: 'rotate' }, 'actor' | 'graceMs'> & {
    readonly expiryOf: () => Expiry;
  },
): Outcome {
  const { now } = service;
  const { owner, record } = key;
  const { lastUsedAt } = shownRecord(key);
  if (!hasStep(service, key, 'rotate')) return { error: 'ERR_KEY_NOT_LIVE' };
  const error = creationRefusal(service, { owner, actor });
  if (error !== undefined) return { error };
  const expiry = expiryOf();
  if ('error' in expiry) return expiry;

  const change = { actor, reason: null };
  addEntry(service, key, 'rotated', { ...change, expiresAt: record.expiresAt });
  if (graceMs === 0) addEntry(service, key, 'revoked', change);
  const { name, scopes, expiresAt } = record;
  const successor = addKey(service, { owner, actor, name, scopes, ...expiry });
  const marks = { rotatedAt: now, successorId: successor.record.id };
  if (graceMs === 0)
    takeStep(service, key, { verb: 'rotate', to: 'revoked', changes: { ...marks, revokedAt: now } });
  else {
    const graceEndsAt = later(now, graceMs);
    const ends = expiresAt !== null && expiresAt < graceEndsAt ? expiresAt : graceEndsAt;
    takeStep(service, key, { verb: 'rotate', to: 'rotated', changes: { ...marks, expiresAt: ends } });
  }
  const alsoRevoked = endGraceOfPredecessor(service, key, actor);
  return {
    rotated: { state: 'live', record: successor.record },
    previous: { ...key.record, lastUsedAt },
    alsoRevoked,
  };
}

/** A chain of rotations has at most one key in its grace. The release before this one let it have more. */
function endGraceOfPredecessor(
  service: ExpectedService,
  { record }: ExpectedKey,
  actor: ActorName,
): readonly number[] {
  if (service.release === 'previous') return [];
  const isInGrace = ({ record: { successorId, expiresAt } }: ExpectedKey) =>
    successorId === record.id && (expiresAt === null || expiresAt > service.now);
  const reason = 'the key that replaced it was rotated as well';
  const ended = service.keys.filter((key) => isInGrace(key) && revoke(service, key, { actor, reason }));
  return ended.map((key) => key.record.id);
}

function offered(
  service: ExpectedService,
  key: ExpectedKey,
  { actor, graceMs, life, ttlMs }: KeyChange & { readonly verb: 'offerRotation' },
): Outcome {
  const { owner, record } = key;
  if (stateOf(key, service.now) !== 'live') return { error: 'ERR_KEY_NOT_LIVE' };
  const error = creationRefusal(service, { owner, actor });
  if (error !== undefined) return { error };
  const expiry = successorExpiry(service, key, life);
  if ('error' in expiry) return expiry;
  const { name } = record;
  const scopes = grantedScopes({ owner, actor }, record.scopes);
  const given = { owner, actor, name, scopes, keyExpiresAt: expiry.expiresAt, ttlMs };
  return { offered: addOffer(service, { ...given, rotation: { key, graceMs } }) };
}

function isChanged(
  service: ExpectedService,
  key: ExpectedKey,
  step: Exclude<KeyChange, { readonly verb: 'rotate' | 'offerRotation' }>,
): boolean {
  const { actor } = step;
  switch (step.verb) {
    case 'revoke':
      return revoke(service, key, { actor, reason: step.reason });
    case 'rename': {
      if (key.decided === 'revoked' || key.record.name === step.name) return false;
      key.record = { ...key.record, name: step.name };
      addEntry(service, key, 'renamed', { actor, reason: null });
      return true;
    }
    case 'disable': {
      const { kind, id } = service.scene.actors[actor];
      // Another actor takes over the disabling; the same actor changes nothing.
      const isDone = key.record.disabledBy?.kind === kind && key.record.disabledBy.id === id;
      return !isDone && disable(service, key, { actor, reason: step.reason });
    }
    case 'enable': {
      if (!hasStep(service, key, 'enable')) return false;
      const changes = { disabledAt: null, disabledBy: null, reason: null };
      const to = key.record.rotatedAt === null ? 'live' : 'rotated';
      takeStep(service, key, { verb: 'enable', to, changes });
      addEntry(service, key, 'enabled', { actor, reason: null });
      return true;
    }
  }
}

/** Newest first; within one instant, the last one first. */
function history(service: ExpectedService, { record }: ExpectedKey, limit: number): Outcome {
  const own = shownEntries(service)
    .filter(({ key }) => key === record.id)
    .reverse();
  const items = own.sort((one, other) => other.at.getTime() - one.at.getTime());
  return { entries: items, pages: pageLengths(items.length, limit) };
}
