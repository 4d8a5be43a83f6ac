import { type Actor, actorReference } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import type { AuditAction, AuditEntry } from '../model/audit-entry.js';
import type { ManagementDeps } from './management-deps.js';

/** Creates the audit entry of a change to a key. */
export function auditEntry(deps: Pick<ManagementDeps, 'generateEntryId'>, change: EntryOfChange): AuditEntry {
  const { action, key, actor, at, reason } = change;
  return {
    id: deps.generateEntryId(at),
    keyId: key.id,
    owner: key.owner,
    action,
    actor: actorReference(actor),
    at,
    reason,
    expiresAt: hasExpiry(change) ? change.key.expiresAt : null,
  };
}

/** What was done to a key, by whom, when and why. */
type EntryOfChange = (ChangeOfExpiry | OtherChange) & {
  readonly actor: Actor;
  readonly at: Date;
  readonly reason: string | null;
};

/** The entry records when the key expires, or would have expired if it had not been rotated. */
interface ChangeOfExpiry {
  readonly action: 'issued' | 'rotated';
  readonly key: Pick<ApiKey, 'id' | 'owner' | 'expiresAt'>;
}

interface OtherChange {
  readonly action: Exclude<AuditAction, ChangeOfExpiry['action']>;
  readonly key: Pick<ApiKey, 'id' | 'owner'>;
}

function hasExpiry(change: ChangeOfExpiry | OtherChange): change is ChangeOfExpiry {
  return change.action === 'issued' || change.action === 'rotated';
}
