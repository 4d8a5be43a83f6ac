import type { Principal } from '../model/principal.js';
import { decideRequirements } from '../policy/decide.js';
import type { Requirements } from '../policy/requirements.js';
import type { Events } from '../ports/events.js';
import type { Verification } from './verify-attempt.js';

/** Judges a principal, which a verification established, against further requirements. Reads and hashes nothing. */
export function authorizePrincipal(
  events: Events,
  principal: Principal,
  requirements: Requirements,
): Verification {
  const refusal = decideRequirements(principal, requirements);
  if (refusal === undefined) return { ok: true, principal };
  events.emit({ type: 'refused', reason: refusal.reason, keyId: principal.keyId });
  return { ok: false, ...refusal };
}
