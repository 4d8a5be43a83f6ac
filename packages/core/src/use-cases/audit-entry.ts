import { type Actor, actorReference } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import type { AuditAction, AuditEntry } from '../model/audit-entry.js';
import type { ManagementPorts } from './management-ports.js';

/** Writes the audit entry of a change to a key. */
export function auditEntry(
  ports: Pick<ManagementPorts, 'drawEntryId'>,
  change: {
    action: AuditAction;
    key: Pick<ApiKey, 'id' | 'owner'>;
    actor: Actor;
    at: Date;
    reason: string | null;
  },
): AuditEntry {
  const { action, key, actor, at, reason } = change;
  return {
    id: ports.drawEntryId(at),
    keyId: key.id,
    owner: key.owner,
    action,
    actor: actorReference(actor),
    at,
    reason,
  };
}
