import { type ActorReference, isSameActor } from './actor.js';
import type { ApiKey } from './api-key.js';
import { keyState, keyStates } from './key-state.js';

/** What happens to a key once its token is reported as leaked. `notify`: nothing, except that it is recorded. */
export type LeakResponse = 'revoke' | 'disable' | 'notify';

/** How a key ends when its token has leaked: when, by whom, and why. */
export interface LeakEnding {
  readonly response: LeakResponse;
  readonly at: Date;
  readonly by: ActorReference;
  readonly reason: string | null;
}

/**
 * Returns the fields of a key that change when its token is reported as leaked; `undefined` if none do. `revoke`
 * revokes it in any state. `disable` disables it if it is accepted, and takes over a disabling by another actor, who
 * could otherwise enable the key again.
 *
 * @example
 * changesAfterLeak(key, { response: 'notify', at: new Date(), by: key.createdBy, reason: null }); // undefined
 */
export function changesAfterLeak(
  key: Parameters<typeof keyState>[0] & Pick<ApiKey, 'disabledBy'>,
  { response, at, by, reason }: LeakEnding,
): Partial<ApiKey> | undefined {
  if (response === 'notify' || key.revokedAt !== null) return undefined;
  if (response === 'revoke') return { revokedAt: at, reason };
  const isByAnother = key.disabledBy !== null && !isSameActor(key.disabledBy, by);
  const disables = keyStates[keyState(key, at)].accepted || isByAnother;
  return disables ? { disabledAt: at, disabledBy: by, reason } : undefined;
}
