import type { ExpectedKey } from './expected-key.js';
import type { ExpectedService } from './expected-service.js';
import { later, limits } from './scene.js';
import type { Life, OwnerName } from './step.js';

/** When a new key expires, or why it can't be created with the requested expiry. */
export type Expiry = { readonly expiresAt: Date | null } | { readonly error: 'ERR_INVALID_EXPIRY' };

/** Returns the expiry of a new key. If the request names none, it gets the default. */
export function requestedExpiry(service: ExpectedService, owner: OwnerName, life: Life): Expiry {
  const { defaultMs, maxMs } = lifetimeOf(service, owner);
  const livesMs = life === 'usual' ? defaultMs : (life ?? Number.POSITIVE_INFINITY);
  return livesMs > maxMs ? invalid : { expiresAt: after(service, livesMs) };
}

/**
 * Returns the expiry of a successor. If the request names none, the key is renewed; the release before this one keeps
 * the expiry.
 */
export function successorExpiry(
  service: ExpectedService,
  { owner, record: { createdAt, expiresAt } }: ExpectedKey,
  life: Life,
): Expiry {
  if (service.release === 'previous') return { expiresAt };
  if (life !== 'usual') return requestedExpiry(service, owner, life);
  const livedMs = expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt.getTime() - createdAt.getTime();
  return { expiresAt: after(service, Math.min(livedMs, lifetimeOf(service, owner).maxMs)) };
}

/** Checks the expiry that an offer has fixed. */
export function offeredExpiry(service: ExpectedService, owner: OwnerName, keyExpiresAt: Date | null): Expiry {
  const { maxMs } = lifetimeOf(service, owner);
  const livesMs =
    keyExpiresAt === null ? Number.POSITIVE_INFINITY : keyExpiresAt.getTime() - service.now.getTime();
  return livesMs > maxMs ? invalid : { expiresAt: keyExpiresAt };
}

/** Checks whether a key lives longer than its kind may. The release before this one lists keys without that filter. */
export function isBeyondLifetime(
  service: ExpectedService,
  { owner, record: { createdAt, expiresAt } }: ExpectedKey,
): boolean {
  if (service.release === 'previous') return true;
  const { maxMs } = lifetimeOf(service, owner);
  if (maxMs === Number.POSITIVE_INFINITY) return false;
  return expiresAt === null || expiresAt.getTime() - createdAt.getTime() > maxMs;
}

/** Checks whether an owner has more keys than allowed, after one was added or another is gone. */
export function isBeyondCap(
  service: ExpectedService,
  owner: OwnerName,
  { added = 0, gone }: { readonly added?: number; readonly gone?: ExpectedKey | undefined } = {},
): boolean {
  if (service.release === 'previous' || owner !== 'platform') return false;
  const counted = service.keys.filter(
    (key) => key !== gone && key.owner === owner && countsTowardCap(service, key),
  );
  return counted.length + added > limits.caps.team;
}

/** Neither revoked nor purged or expired, and not replaced by a key that counts. A disabled key counts. */
export function countsTowardCap(service: ExpectedService, key: ExpectedKey): boolean {
  const successor = service.keys.find(({ record }) => record.id === key.record.successorId);
  const isReplaced =
    successor !== undefined && successor.record.rotatedAt === null && isKept(service, successor);
  return isKept(service, key) && !(key.record.rotatedAt !== null && isReplaced);
}

function isKept({ now }: ExpectedService, { decided, record: { expiresAt } }: ExpectedKey): boolean {
  return decided !== 'revoked' && decided !== 'purged' && (expiresAt === null || expiresAt > now);
}

const invalid = { error: 'ERR_INVALID_EXPIRY' } as const;
const unlimited = { defaultMs: Number.POSITIVE_INFINITY, maxMs: Number.POSITIVE_INFINITY };

function lifetimeOf({ release }: ExpectedService, owner: OwnerName) {
  return release === 'this' && owner === 'platform' ? limits.lifetimes.team : unlimited;
}

function after({ now }: ExpectedService, ms: number): Date | null {
  return ms === Number.POSITIVE_INFINITY ? null : later(now, ms);
}
