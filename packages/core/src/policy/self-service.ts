import type { KeyAction, KeyPolicy } from '../ports/key-policy.js';

const known: ReadonlySet<KeyAction> = new Set(['issue', 'get', 'list', 'history', 'revoke']);

/**
 * Makes the policy under which people manage their own keys, and nobody else's. Keys, the system and owners of
 * other kinds are refused; wrap it in a policy of your own to let them in.
 *
 * @example
 * createApiKeys({ policy: selfService(), … });
 */
export function selfService(): KeyPolicy {
  return {
    decide({ actor, action, owner }) {
      if (!known.has(action))
        return { ok: false, message: `selfService() does not know the action ${action}` };
      if (actor.kind !== 'user') return { ok: false, message: 'only a signed-in person can manage keys' };
      if (owner.kind !== 'user' || owner.id !== actor.id) {
        return { ok: false, message: 'you can manage your own keys only' };
      }
      return { ok: true };
    },
  };
}
