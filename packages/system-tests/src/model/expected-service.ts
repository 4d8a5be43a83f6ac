import { type ExpectedKey, type NumberedEntry, stateOf } from './expected-key.js';
import type { ExpectedOffer } from './expected-offer.js';
import { permissions, type Scene } from './scene.js';
import type { ActorName, OwnerName } from './step.js';
import { hasStep, type Tried, takeStep } from './table-of-states.js';

/** All that a service is expected to hold. Plain data, and what follows from it. */
export interface ExpectedService {
  readonly scene: Scene;
  readonly keys: ExpectedKey[];
  /** In the order in which they were made. */
  readonly entries: NumberedEntry[];
  /** What the last attempt of each request has made. */
  readonly requests: Map<string, ExpectedKey>;
  readonly offers: ExpectedOffer[];
  readonly tried: Tried;
  readonly active: Record<OwnerName, boolean>;
  now: Date;
  /** Of the hashes that are made now. */
  cost: number;
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
  };
}

/** Who changes keys, and why. */
interface Change {
  readonly actor: ActorName;
  readonly reason: string | null;
}

interface Told {
  readonly actor: ActorName | 'postern';
  readonly reason: string | null;
}

/** Notes what was done to a key. */
export function tell(
  service: ExpectedService,
  { record }: ExpectedKey,
  action: NumberedEntry['action'],
  told: Told,
): void {
  tellOfNumber(service, record.id, action, told);
}

/** The same of a key that may not be there yet. */
export function tellOfNumber(
  { entries, scene, now }: ExpectedService,
  key: number,
  action: NumberedEntry['action'],
  { actor, reason }: Told,
): void {
  const who = actor === 'postern' ? { kind: 'system', id: 'postern' } : scene.actors[actor];
  entries.push({ key, action, actor: { kind: who.kind, id: who.id }, at: now, reason });
}

/** Adds a key that nothing has happened to yet. */
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
    provenCost: null,
    pendingUse: null,
    pendingRehash: null,
  };
  service.keys.push(key);
  tell(service, key, 'issued', { actor, reason: null });
  return key;
}

/** What is not narrowed is written out, unless its owner or the service itself makes it. */
export function grantedScopes(
  { owner, actor }: { readonly owner: OwnerName; readonly actor: ActorName },
  scopes: readonly string[] | null,
): readonly string[] | null {
  return scopes ?? (actor === 'ada' && owner !== 'ada' ? permissions : null);
}

/** Nobody gets a token for an owner that is not active, nor from a person who is not. */
export function refusalToMakeKey(
  { active }: ExpectedService,
  { owner, actor }: { readonly owner: OwnerName; readonly actor: ActorName },
): string | undefined {
  if (!active[owner]) return 'ERR_OWNER_INACTIVE';
  return actor === 'ada' && !active.ada ? 'ERR_FORBIDDEN' : undefined;
}

/** Revokes, where the table has it. Says whether it did. */
export function revoke(service: ExpectedService, key: ExpectedKey, change: Change): boolean {
  if (!hasStep(service, key, 'revoke')) return false;
  const changes = { revokedAt: service.now, reason: change.reason };
  takeStep(service, key, { verb: 'revoke', to: 'revoked', changes });
  tell(service, key, 'revoked', change);
  return true;
}

/** Removes the records that were revoked before an instant, where the table has it, and says how many. */
export function purge(service: ExpectedService, revokedBefore: Date, actor: ActorName): number {
  const gone = service.keys.filter((key) => {
    const { revokedAt } = key.record;
    return hasStep(service, key, 'purge') && revokedAt !== null && revokedAt < revokedBefore;
  });
  for (const key of gone) {
    takeStep(service, key, { verb: 'purge', to: 'purged', changes: {} });
    tell(service, key, 'purged', { actor, reason: null });
  }
  return gone.length;
}

/** Writes what was put aside: uses forward only, hashes in the place of those that they were made for. */
export function flush(service: ExpectedService): void {
  flushUses(service);
  for (const key of service.keys) {
    const { pendingRehash } = key;
    key.pendingRehash = null;
    if (isGone(service, key) || pendingRehash?.from !== key.hashCost) continue;
    key.hashCost = pendingRehash.to;
    tell(service, key, 'rehashed', { actor: 'postern', reason: null });
  }
}

/** Writes the uses alone. */
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
