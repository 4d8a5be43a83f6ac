import type { Principal } from '../model/actor.js';
import type { VerifiableKey } from '../model/api-key.js';
import { endedState } from '../model/key-state.js';
import type { Requirements } from '../model/permission.js';
import type { Refusal } from '../model/refusal.js';

/**
 * Checks the record, before anything is hashed: does it exist, is it of the presented kind, and is the key accepted?
 *
 * @example
 * decideRecord(key, 'user', new Date()); // { reason: 'revoked' }
 */
export function decideRecord(
  key: VerifiableKey['key'] | undefined,
  presentedKind: string,
  now: Date,
): Refusal | undefined {
  if (key === undefined || key.owner.kind !== presentedKind) return { reason: 'unknown' };
  const state = endedState(key, now);
  return state && { reason: state };
}

/**
 * Checks a verified principal against what a route requires: first the kind, then the scopes.
 *
 * @example
 * decideRequirements(principal, { kinds: ['team'] })?.reason; // 'wrong_kind'
 */
export function decideRequirements<Kind extends string, Permission extends string>(
  principal: Principal,
  { kinds, scopes = [] }: Requirements<Kind, Permission>,
): Refusal<Kind, Permission> | undefined {
  if (kinds !== undefined && !kinds.some((kind) => kind === principal.owner.kind)) {
    return { reason: 'wrong_kind', allowed: kinds };
  }
  if (!scopes.every((scope) => principal.permissions.includes(scope))) {
    return { reason: 'insufficient_scope', required: scopes };
  }
  return undefined;
}
