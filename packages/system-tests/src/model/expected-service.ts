import { type ActorReference, keyStates } from '@postern/core';
import { type ExpectedKey, type NumberedEntry, shownRecord, stateOf } from './expected-key.js';
import type { ExpectedOffer } from './expected-offer.js';
import { permissions, type Scene } from './scene.js';
import type { ActorName, OwnerName, Release } from './step.js';
import { hasStep, type Tried, takeStep } from './table-of-states.js';

/** The model of a service: everything that it is expected to store. */
export interface ExpectedService {
  readonly scene: Scene;
  readonly keys: ExpectedKey[];
  /** In the order of their creation. */
  readonly entries: NumberedEntry[];
  /** The key that the last attempt of each request created. */
  readonly requests: Map<string, ExpectedKey>;
  readonly offers: ExpectedOffer[];
  readonly tried: Tried;
  readonly active: Record<OwnerName, boolean>;
  now: Date;
  /** The cost of new hashes. */
  cost: number;
  /** Whose service is called now. */
  release: Release;
}

export function expectedService(scene: Scene, now: Date): ExpectedService {
  const active = { ada: true, platform: true };
  return {
    scene,
    keys: [],
    entries: [],
    requests: new Map(),
    offers: [],
    tried: new Set(),
    active,
    now,
    cost: 1,
    release: 'this',
  };
}

/** The actor of a change, and its reason. */
interface Change {
  readonly actor: ActorName | 'leak-report';
  readonly reason: string | null;
}

interface EntryDetails {
  readonly actor: ActorName | 'postern' | 'leak-report';
  readonly reason: string | null;
  /** Default: none. */
  readonly expiresAt?: Date | null;
}

/** Adds an audit entry for a key. */
export function addEntry(
  service: ExpectedService,
  { record }: ExpectedKey,
  action: NumberedEntry['action'],
  details: EntryDetails,
): void {
  addEntryFor(service, record.id, action, details);
}

/** The same for a key that may not exist yet. */
export function addEntryFor(
  { entries, scene, now, release }: ExpectedService,
  key: number,
  action: NumberedEntry['action'],
  { actor, reason, ...recorded }: EntryDetails,
): void {
  const who = referenceOf(scene, actor);
  const expiresAt = release === 'this' ? (recorded.expiresAt ?? null) : null;
  entries.push({ key, action, actor: who, at: now, reason, expiresAt });
}

function referenceOf({ actors }: Scene, actor: EntryDetails['actor']): ActorReference {
  if (actor === 'postern' || actor === 'leak-report') return { kind: 'system', id: actor };
  const { kind, id } = actors[actor];
  return { kind, id };
}

/** The entries that a service shows. The release before this one knows neither their expiry nor `leak_reported`. */
export function shownEntries({ entries, release }: ExpectedService): readonly NumberedEntry[] {
  if (release === 'this') return entries;
  const actionOf = ({ action }: NumberedEntry) => (action === 'leak_reported' ? 'unknown' : action);
  return entries.map((entry) => ({ ...entry, action: actionOf(entry), expiresAt: null }));
}

/** Adds a new key to the model. */
export function addKey(
  service: ExpectedService,
  given: Pick<ExpectedKey['record'], 'name' | 'scopes' | 'expiresAt'> & {
    readonly owner: OwnerName;
    readonly actor: ActorName;
  },
): ExpectedKey {
  const { owner, actor, ...record } = given;
  const { kind, id } = service.scene.actors[actor];
  const key: ExpectedKey = {
    owner,
    decided: 'live',
    record: {
      ...record,
      scopes: grantedScopes(given, record.scopes),
      id: service.keys.length,
      prefix: service.scene.owners[owner].kind,
      owner: service.scene.owners[owner],
      createdAt: service.now,
      createdBy: { kind, id },
      rotatedAt: null,
      successorId: null,
      disabledAt: null,
      disabledBy: null,
      revokedAt: null,
      reason: null,
      lastUsedAt: null,
    },
    hashCost: service.cost,
    provenCosts: new Map(),
    pendingUse: null,
    pendingRehash: null,
  };
  service.keys.push(key);
  addEntry(service, key, 'issued', { actor, reason: null, expiresAt: key.record.expiresAt });
  return key;
}

/** The scopes of an unrestricted key are written out, unless its owner or the service itself creates it. */
export function grantedScopes(
  { owner, actor }: { readonly owner: OwnerName; readonly actor: ActorName },
  scopes: readonly string[] | null,
): readonly string[] | null {
  return scopes ?? (actor === 'ada' && owner !== 'ada' ? permissions : null);
}

/** Returns why a key can't be created: its owner is inactive, or the person who creates it is. */
export function creationRefusal(
  { active }: ExpectedService,
  { owner, actor }: { readonly owner: OwnerName; readonly actor: ActorName },
): string | undefined {
  if (!active[owner]) return 'ERR_OWNER_INACTIVE';
  return actor === 'ada' && !active.ada ? 'ERR_FORBIDDEN' : undefined;
}

/** Revokes a key if the table has this step. Returns whether it did. */
export function revoke(service: ExpectedService, key: ExpectedKey, change: Change): boolean {
  if (!hasStep(service, key, 'revoke')) return false;
  const changes = { revokedAt: service.now, reason: change.reason };
  takeStep(service, key, { verb: 'revoke', to: 'revoked', changes });
  addEntry(service, key, 'revoked', change);
  return true;
}

/** Disables a key if the table has this step. Returns whether it did. */
export function disable(service: ExpectedService, key: ExpectedKey, change: Change): boolean {
  if (!hasStep(service, key, 'disable')) return false;
  const disabledBy = referenceOf(service.scene, change.actor);
  const changes = { disabledAt: service.now, disabledBy, reason: change.reason };
  takeStep(service, key, { verb: 'disable', to: 'disabled', changes });
  addEntry(service, key, 'disabled', change);
  return true;
}

/** Disables the keys that are accepted and were neither used nor created since an instant. Returns how many. */
export function disableUnused(
  service: ExpectedService,
  {
    unusedSince,
    actor,
    dryRun,
  }: { readonly unusedSince: Date; readonly actor: ActorName; readonly dryRun: boolean },
): number {
  if (!dryRun) flushUses(service);
  const unused = service.keys.filter((key) => {
    const { createdAt, lastUsedAt } = shownRecord(key);
    const state = stateOf(key, service.now);
    const isAccepted = state !== 'purged' && keyStates[state].accepted;
    return isAccepted && createdAt < unusedSince && (lastUsedAt === null || lastUsedAt < unusedSince);
  });
  if (!dryRun) for (const key of unused) disable(service, key, { actor, reason: 'unused' });
  return unused.length;
}

/** Removes the records that were revoked before an instant, if the table has this step. Returns how many. */
export function purge(service: ExpectedService, revokedBefore: Date, actor: ActorName): number {
  const purged = service.keys.filter((key) => {
    const { revokedAt } = key.record;
    return hasStep(service, key, 'purge') && revokedAt !== null && revokedAt < revokedBefore;
  });
  for (const key of purged) {
    takeStep(service, key, { verb: 'purge', to: 'purged', changes: {} });
    addEntry(service, key, 'purged', { actor, reason: null });
  }
  return purged.length;
}

/** Writes what is pending: uses only forward in time, and a hash only if the hash that it replaces is still stored. */
export function flush(service: ExpectedService): void {
  flushUses(service);
  for (const key of service.keys) {
    const { pendingRehash } = key;
    key.pendingRehash = null;
    if (isGone(service, key) || pendingRehash?.from !== key.hashCost) continue;
    key.hashCost = pendingRehash.to;
    addEntry(service, key, 'rehashed', { actor: 'postern', reason: null });
  }
}

/** Writes only the uses. */
export function flushUses(service: ExpectedService): void {
  for (const key of service.keys) {
    const { pendingUse, record } = key;
    key.pendingUse = null;
    if (isGone(service, key) || pendingUse === null) continue;
    if (record.lastUsedAt === null || record.lastUsedAt < pendingUse)
      key.record = { ...record, lastUsedAt: pendingUse };
  }
}

function isGone({ now }: ExpectedService, key: ExpectedKey): boolean {
  const state = stateOf(key, now);
  return state === 'revoked' || state === 'purged';
}
