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
 * Creates a policy that lets people manage their own keys and no others. It refuses keys and the system as actors,
 * owners of other kinds, enabling or taking over what another actor disabled, and actions on the keys of all owners:
 * `purge`, `list_all` and `disable_unused`. To allow more, wrap it in your own policy.
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
      const isByAnother = disabledBy !== null && !isSameActor(disabledBy, actor);
      // Without the key there is no way to tell who disabled it.
      if (action === 'enable' && (key === undefined || isByAnother)) {
        return {
          ok: false,
          message: 'another actor disabled this key; you can only enable keys that you disabled yourself',
        };
      }
      if (action === 'disable' && isByAnother) {
        return { ok: false, message: 'another actor disabled this key; you cannot take that over' };
      }
      return { ok: true };
    },
  };
}

/** The default policy: no one can manage keys. */
export const denyAll: KeyPolicy = {
  decide: () => ({
    ok: false,
    message: 'no policy is configured, so no one can manage keys; pass one, such as selfService()',
  }),
};
