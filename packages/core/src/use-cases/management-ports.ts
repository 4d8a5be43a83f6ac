import type { Actor } from '../model/actor.js';
import { actorReference } from '../model/actor.js';
import type { ApiKey, StoredKey } from '../model/api-key.js';
import type { AuditAction, AuditEntry } from '../model/audit-entry.js';
import type { KeyId } from '../model/key-id.js';
import type { Clock } from '../ports/clock.js';
import type { Events } from '../ports/events.js';
import type { KeyPolicyDecision, KeyPolicyRequest } from '../ports/key-policy.js';
import type { KeyRepository } from '../ports/key-repository.js';

/** What the management operations stand on. Every port is guarded: it fails with an error of ours, in bounded time. */
export interface ManagementPorts {
  readonly repository: KeyRepository;
  readonly read: (keyId: KeyId) => Promise<StoredKey | undefined>;
  readonly decide: (request: KeyPolicyRequest) => Promise<KeyPolicyDecision>;
  readonly kinds: readonly string[];
  readonly clock: Clock;
  readonly events: Events;
  readonly drawEntryId: (at: Date) => string;
}

/** Writes the audit entry of a change to a key. */
export function auditEntry(
  ports: Pick<ManagementPorts, 'drawEntryId'>,
  change: { action: AuditAction; key: ApiKey; actor: Actor; at: Date; reason: string | null },
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
