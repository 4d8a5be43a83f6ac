import type { ApiKey } from './api-key.js';

/**
 * The one table of the states of a key: whether a key in it is accepted, and what leads out of it.
 * Code, contract, tests and docs read it here. `expire` is the passing of time; the others are verbs. Where a step can
 * lead to one of several states, the record says which: what was rotated or expired before it was disabled is so again. To
 * disable what is disabled takes it over from another actor; of the same actor it changes nothing.
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

/** The state of a key at an instant. `rotated`: it has a successor, and works until its grace is over. */
export type KeyState = 'live' | 'rotated' | 'disabled' | 'expired' | 'revoked';

/** Which keys a list contains: those in one state, every key that is still accepted (live or rotated), or all of them. */
export type KeyStateFilter = KeyState | 'accepted' | 'all';

/** What leads from one state to another. */
export type KeyStep = 'rotate' | 'disable' | 'enable' | 'revoke' | 'purge' | 'expire';

/** One row of the table of states. */
export interface KeyStateRow {
  /** Whether a token of a key in this state is accepted. */
  readonly accepted: boolean;
  /** The states that each step can lead to; `purged` has no record any more. A step that is missing changes nothing. */
  readonly leadsTo: { readonly [Step in KeyStep]?: readonly (KeyState | 'purged')[] };
}

/**
 * Judges a record at an instant. What somebody decided goes before what time did: a revoked key is `revoked` and a
 * disabled one `disabled`, also after its expiry. What time ended goes before what it was: a key whose grace is over is
 * `expired`.
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

/** The state of a key that is not accepted, as `keyStates` has it; `undefined` for one that is. */
export function endedState(
  key: Pick<ApiKey, 'revokedAt' | 'disabledAt' | 'expiresAt'>,
  now: Date,
): Exclude<KeyState, 'live' | 'rotated'> | undefined {
  if (key.revokedAt !== null) return 'revoked';
  if (key.disabledAt !== null) return 'disabled';
  // Not `<=`: by a clock that gives no time, NaN, nothing is alive.
  return key.expiresAt !== null && !(key.expiresAt.getTime() > now.getTime()) ? 'expired' : undefined;
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
 * When a rotated key expires: at the end of its grace, and never later than it would have by itself. Without a grace
 * (`null`) its expiry stays what it is.
 */
export function expiryInGrace(expiresAt: Date | null, graceEndsAt: Date | null): Date | null {
  if (expiresAt === null || graceEndsAt === null) return expiresAt ?? graceEndsAt;
  return expiresAt < graceEndsAt ? expiresAt : graceEndsAt;
}
