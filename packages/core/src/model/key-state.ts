import type { ApiKey } from './api-key.js';

/**
 * The one table of the states of a key: whether a key in it is accepted, and what leads out of it.
 * Code, contract, tests and docs read it here. `expire` is the passing of time; the others are verbs.
 */
export const keyStates: { readonly [State in KeyState]: KeyStateRow } = {
  live: { accepted: true, leadsTo: { revoke: 'revoked', disable: 'disabled', expire: 'expired' } },
  disabled: { accepted: false, leadsTo: { revoke: 'revoked', enable: 'live' } },
  expired: { accepted: false, leadsTo: { revoke: 'revoked' } },
  revoked: { accepted: false, leadsTo: {} },
};

/** The state of a key at an instant. */
export type KeyState = 'live' | 'disabled' | 'expired' | 'revoked';

/** One row of the table of states. */
export interface KeyStateRow {
  /** Whether a token of a key in this state is accepted. */
  readonly accepted: boolean;
  /** The state that each step leads to. A step that is missing changes nothing. */
  readonly leadsTo: { readonly [Step in 'revoke' | 'disable' | 'enable' | 'expire']?: KeyState };
}

/**
 * Judges a record at an instant. What somebody decided goes before what time did: a revoked key is `revoked` and a
 * disabled one `disabled`, also after its expiry.
 *
 * @example
 * keyState(key, new Date()); // 'live'
 */
export function keyState(key: Pick<ApiKey, 'revokedAt' | 'disabledAt' | 'expiresAt'>, now: Date): KeyState {
  if (key.revokedAt !== null) return 'revoked';
  if (key.disabledAt !== null) return 'disabled';
  if (key.expiresAt !== null && key.expiresAt.getTime() <= now.getTime()) return 'expired';
  return 'live';
}

export function isKeyState(value: unknown): value is KeyState {
  return typeof value === 'string' && Object.hasOwn(keyStates, value);
}
