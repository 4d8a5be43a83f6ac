import { type ActorReference, isSameActor } from './actor.js';
import type { ApiKey } from './api-key.js';
import { isInState, type KeyStateFilter } from './key-state.js';
import { livesBeyond } from './lifetime.js';

/** Which of all keys a list contains. A key must meet every condition that is given. */
export interface KeyFilter {
  /** Only keys whose owner is of one of these kinds. Default: all. */
  readonly kinds?: readonly string[] | undefined;
  /** Only keys that this actor created. */
  readonly createdBy?: ActorReference | undefined;
  /** `accepted`: keys in a state that verification accepts, which are `live` and `rotated`. */
  readonly state: KeyStateFilter;
  /** The instant for which states are determined. */
  readonly now: Date;
  /** `true`: only keys whose `expiresAt` is null. */
  readonly neverExpires?: boolean | undefined;
  /** Only keys that expire before this instant. They are listed in the order in which they expire. */
  readonly expiresBefore?: Date | undefined;
  /** Only keys that were created before this instant, and not used at it or later. */
  readonly unusedSince?: Date | undefined;
  /**
   * By the kind of the owner: only keys that never expire, or whose `expiresAt` is more than this many milliseconds
   * after their `createdAt`: up to 100 years. Keys of kinds that are missing here are left out. Default: all.
   */
  readonly livesBeyondMs?: Readonly<Record<string, number>> | undefined;
}

/**
 * Checks whether a list with this filter contains a key.
 *
 * @example
 * passesFilter(key, { state: 'accepted', now: new Date(), neverExpires: true }); // true if it works, and always will
 */
export function passesFilter(key: ApiKey, filter: KeyFilter): boolean {
  const { kinds, createdBy, state, now, neverExpires, expiresBefore, unusedSince, livesBeyondMs } = filter;
  return (
    isInState(key, state, now) &&
    (kinds === undefined || kinds.includes(key.owner.kind)) &&
    (createdBy === undefined || isSameActor(key.createdBy, createdBy)) &&
    (neverExpires !== true || key.expiresAt === null) &&
    (expiresBefore === undefined || isBefore(key.expiresAt, expiresBefore)) &&
    (unusedSince === undefined || isUnusedSince(key, unusedSince)) &&
    (livesBeyondMs === undefined || livesBeyondItsKind(key, livesBeyondMs))
  );
}

function isUnusedSince({ createdAt, lastUsedAt }: ApiKey, instant: Date): boolean {
  return isBefore(createdAt, instant) && (lastUsedAt === null || isBefore(lastUsedAt, instant));
}

function livesBeyondItsKind(key: ApiKey, byKind: Readonly<Record<string, number>>): boolean {
  const { kind } = key.owner;
  return Object.hasOwn(byKind, kind) && livesBeyond(key, byKind[kind]);
}

function isBefore(instant: Date | null, end: Date): boolean {
  return instant !== null && instant.getTime() < end.getTime();
}
