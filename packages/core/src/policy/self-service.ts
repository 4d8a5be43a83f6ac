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
]);

/**
 * Makes the policy under which people manage their own keys, and nobody else's. Keys, the system and owners of
 * other kinds are refused, and so is to enable what another actor disabled, and to purge; wrap it in a policy of your own
 * to allow more.
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
        return { ok: false, message: 'you can manage your own keys only' };
      }
      if (action === 'enable' && !isSameActor(key?.disabledBy ?? null, actor)) {
        return {
          ok: false,
          message: 'another actor disabled this key; you can enable only what you disabled',
        };
      }
      return { ok: true };
    },
  };
}
