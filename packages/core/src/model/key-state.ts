import type { ApiKey } from './api-key.js';

/**
 * The states of a key: whether a key in each state is accepted, and which steps lead out of it. Code, contract, tests
 * and docs all read this one table. `expire` is the passing of time; the other steps are verbs. If a step can lead to
 * several states, the record decides: a key that was rotated or expired before it was disabled is so again once it is
 * enabled. Disabling a disabled key takes it over from another actor; by the same actor, it changes nothing.
 */
export const keyStates: { readonly [State in KeyState]: KeyStateRow } = {
  live: {
    accepted: true,
    leadsTo: {
      rotate: ['rotated', 'revoked'],
      disable: ['disabled'],
      revoke: ['revoked'],
      expire: ['expired'],
    },
  },
  rotated: { accepted: true, leadsTo: { disable: ['disabled'], revoke: ['revoked'], expire: ['expired'] } },
  disabled: {
    accepted: false,
    leadsTo: { disable: ['disabled'], enable: ['live', 'rotated', 'expired'], revoke: ['revoked'] },
  },
  expired: { accepted: false, leadsTo: { revoke: ['revoked'] } },
  revoked: { accepted: false, leadsTo: { purge: ['purged'] } },
};

/** The state of a key at an instant. `rotated`: it has a successor, and works until its grace period ends. */
export type KeyState = 'live' | 'rotated' | 'disabled' | 'expired' | 'revoked';

/** Which keys a list contains: those in one state, all that are still accepted (live or rotated), or all of them. */
export type KeyStateFilter = KeyState | 'accepted' | 'all';

/** A step from one state to another. */
export type KeyStep = 'rotate' | 'disable' | 'enable' | 'revoke' | 'purge' | 'expire';

/** One row of the table of states. */
export interface KeyStateRow {
  /** Whether a token of a key in this state is accepted. */
  readonly accepted: boolean;
  /**
   * The states that each step can lead to; a `purged` key has no record any more. A step that is not listed changes
   * nothing.
   */
  readonly leadsTo: { readonly [Step in KeyStep]?: readonly (KeyState | 'purged')[] };
}

/**
 * Returns the state of a key at an instant. Decisions take precedence over expiry: a revoked key stays `revoked`, and a
 * disabled one `disabled`, after its expiry. Expiry takes precedence over rotation: a key whose grace period has ended
 * is `expired`.
 *
 * @example
 * keyState(key, new Date()); // 'live'
 */
export function keyState(
  key: Pick<ApiKey, 'revokedAt' | 'disabledAt' | 'expiresAt' | 'rotatedAt'>,
  now: Date,
): KeyState {
  return endedState(key, now) ?? (key.rotatedAt === null ? 'live' : 'rotated');
}

/** What decides whether a key counts toward a cap. */
type Countable = Pick<ApiKey, 'revokedAt' | 'rotatedAt' | 'expiresAt'>;

/**
 * Checks whether a key counts toward the cap of its owner: unless it is revoked or expired, or its successor counts in
 * its place. Neither disabling a key nor rotating it and revoking the successor is a way around the cap.
 *
 * `successor` is the record of its `successorId`; `undefined`: there is none.
 *
 * @example
 * countsTowardCap(key, { now: new Date(), successor: undefined }); // true if the key is live
 */
export function countsTowardCap(
  key: Countable,
  { now, successor }: { readonly now: Date; readonly successor: Countable | undefined },
): boolean {
  const isReplaced = key.rotatedAt !== null && /* F13 successor */ countsInItsPlace(successor, now);
  return !hasEnded(key, now) && !isReplaced;
}

function countsInItsPlace(successor: Countable | undefined, now: Date): boolean {
  return successor !== undefined && successor.rotatedAt === null && !hasEnded(successor, now);
}

function hasEnded({ revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>, now: Date): boolean {
  return revokedAt !== null || isExpired(expiresAt, now);
}

/** The state of a key that is not accepted; `undefined` for one that is. */
export function endedState(
  key: Pick<ApiKey, 'revokedAt' | 'disabledAt' | 'expiresAt'>,
  now: Date,
): Exclude<KeyState, 'live' | 'rotated'> | undefined {
  if (key.revokedAt !== null) return 'revoked';
  if (key.disabledAt !== null) return 'disabled';
  return isExpired(key.expiresAt, now) ? 'expired' : undefined;
}

function isExpired(expiresAt: Date | null, now: Date): boolean {
  // Not `<=`: if the clock returns an invalid date (NaN), every key that can expire is expired.
  return expiresAt !== null && !(expiresAt.getTime() > now.getTime());
}

/**
 * Checks whether a key belongs in a list of this state.
 *
 * @example
 * isInState(key, 'accepted', new Date()); // true if the key works, live or rotated
 */
export function isInState(key: Parameters<typeof keyState>[0], filter: KeyStateFilter, now: Date): boolean {
  if (filter === 'all') return true;
  const state = keyState(key, now);
  return filter === 'accepted' ? keyStates[state].accepted : state === filter;
}

export function isKeyStateFilter(value: unknown): value is KeyStateFilter {
  return value === 'all' || value === 'accepted' || isKeyState(value);
}

function isKeyState(value: unknown): value is KeyState {
  return typeof value === 'string' && /* T09 */ Object.hasOwn(keyStates, value);
}

/**
 * Returns when a rotated key expires: at the end of its grace period, but never later than its own expiry. Without a
 * grace period (`null`), its expiry does not change.
 */
export function expiryInGrace(expiresAt: Date | null, graceEndsAt: Date | null): Date | null {
  if (expiresAt === null || graceEndsAt === null) return expiresAt ?? graceEndsAt;
  return expiresAt < graceEndsAt ? expiresAt : graceEndsAt;
}
