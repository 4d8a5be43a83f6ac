import { type Actor, actorReference } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import type { AuditAction, AuditEntry } from '../model/audit-entry.js';
import type { ManagementDeps } from './management-deps.js';

/** Creates the audit entry of a change to a key. */
export function auditEntry(
  deps: Pick<ManagementDeps, 'generateEntryId'>,
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
    id: deps.generateEntryId(at),
    keyId: key.id,
    owner: key.owner,
    action,
    actor: actorReference(actor),
    at,
    reason,
  };
}
