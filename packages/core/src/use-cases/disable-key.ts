import { actorReference } from '../model/actor.js';
import { type Changed, changeKey } from './change-key.js';
import type { KeyRequest } from './managed-key.js';
import type { ManagementPorts } from './management-ports.js';
import { requireFields, requireReason } from './parse-request.js';

/** Who disables, and why. */
export interface DisableRequest<Kind extends string = string> extends KeyRequest<Kind> {
  /** 1 to 500 characters; kept with the record until it is enabled, and in the audit entry. */
  readonly reason: string;
}

/** Disables a key until somebody enables it. When it resolves, every verification that starts later fails. */
export async function disableKey(
  ports: ManagementPorts,
  keyId: string,
  request: DisableRequest,
): Promise<Changed> {
  requireFields(request, ['actor', 'owner', 'reason']);
  const reason = requireReason(request.reason);
  return changeKey(
    ports,
    { keyId, request },
    {
      action: 'disable',
      told: 'disabled',
      reason,
      write: ({ key, actor, at, entry }) =>
        ports.repository.disable({ keyId: key.id, at, by: actorReference(actor), reason }, entry),
    },
  );
}
