import { isSameActor } from '../model/actor.js';
import type { KeyAction, KeyPolicy } from '../ports/key-policy.js';

const known: ReadonlySet<KeyAction> = new Set([
  'issue',
  'get',
  'list',
  'history',
  'rename',
  'disable',
  'enable',
  'rotate',
  'revoke',
  'revoke_all',
  'offer',
]);

/**
 * Makes the policy under which people manage their own keys, and nobody else's. Keys, the system and owners of
 * other kinds are refused, and so is to enable what another actor disabled, to disable it as one's own, and to purge; wrap
 * it in a policy of your own to allow more.
 *
 * @example
 * createApiKeys({ policy: selfService(), … });
 */
export function selfService(): KeyPolicy {
  return {
    decide({ actor, action, owner, key }) {
      if (owner === undefined || !known.has(action))
        return { ok: false, message: `selfService() does not allow the action ${action}` };
      if (actor.kind !== 'user') return { ok: false, message: 'only a signed-in person can manage keys' };
      if (owner.kind !== 'user' || owner.id !== actor.id) {
        return { ok: false, message: 'you can only manage your own keys' };
      }
      const disabledBy = key?.disabledBy ?? null;
      const isAnothers = disabledBy !== null && !isSameActor(disabledBy, actor);
      // Of a key that is not shown nobody knows.
      if (action === 'enable' && (key === undefined || isAnothers)) {
        return {
          ok: false,
          message: 'another actor disabled this key; you can only enable keys that you disabled yourself',
        };
      }
      if (action === 'disable' && isAnothers) {
        return { ok: false, message: 'another actor disabled this key; you cannot take that over' };
      }
      return { ok: true };
    },
  };
}

/** The policy of a service that configures none: nobody manages keys. */
export const denyAll: KeyPolicy = {
  decide: () => ({
    ok: false,
    message: 'no policy is configured, so no one can manage keys; pass one, such as selfService()',
  }),
};
