import { type Actor, actorReference, isSameActor } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import { keyState, keyStates } from '../model/key-state.js';
import { type Changed, changeKey } from './change-key.js';
import type { ChangeRequest } from './expected-version.js';
import type { ManagementPorts } from './management-ports.js';
import { requireFields, requireReason } from './parse-request.js';

/** Who disables, and why. */
export interface DisableRequest<Kind extends string = string> extends ChangeRequest<Kind> {
  /**
   * 1 to 500 characters; kept with the record until it is enabled, and in the audit entry. Required, unlike that of
   * `revoke`: somebody has to decide later whether to enable the key, and decides by this.
   */
  readonly reason: string;
}

/**
 * Disables a key until somebody enables it. Where another actor disabled it, it is disabled by this one from now on. The
 * statement takes over a disabling of the actor whom the policy saw, and nobody else's: then the policy is asked again.
 */
export async function disableKey(
  ports: ManagementPorts,
  keyId: string,
  request: DisableRequest,
): Promise<Changed> {
  requireFields(request, ['actor', 'owner', 'reason', 'expectedVersion']);
  const reason = requireReason(request.reason);
  return changeKey(
    ports,
    { keyId, request },
    {
      action: 'disable',
      auditAction: 'disabled',
      reason,
      isDue: ({ key, actor, at }) => canDisable(key, actor, at),
      write({ key, actor, at, entry, expected }) {
        const by = actorReference(actor);
        return ports.repository.disable(
          { keyId: key.id, at, by, reason, over: key.disabledBy, expected },
          entry,
        );
      },
    },
  );
}

/** Whether there is anything to do: the table of states has the step, and it is not this actor who disabled the key. */
function canDisable(key: ApiKey, actor: Actor, at: Date): boolean {
  return keyStates[keyState(key, at)].leadsTo.disable !== undefined && !isSameActor(key.disabledBy, actor);
}
