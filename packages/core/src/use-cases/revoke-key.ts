import { auditEntry } from './audit-entry.js';
import { findManagedKey, type KeyRequest } from './managed-key.js';
import type { ManagementPorts } from './management-ports.js';
import { parseReason, requireFields } from './parse-request.js';
import { requirePermitted } from './require-permitted.js';

/** Who revokes, and why. */
export interface RevokeRequest<Kind extends string = string> extends KeyRequest<Kind> {
  /** At most 500 characters; kept with the record and in the audit entry. */
  readonly reason?: string | undefined;
}

/** Revokes a key. When it resolves, the change is committed: every verification that starts later fails. */
export async function revokeKey(
  ports: ManagementPorts,
  keyId: string,
  request: RevokeRequest,
): Promise<{ readonly changed: boolean }> {
  requireFields(request, ['actor', 'owner', 'reason']);
  const reason = parseReason(request.reason);
  const { key, actor } = await findManagedKey(ports, keyId, request);
  await requirePermitted(ports, { actor, action: 'revoke', owner: key.owner, key });

  const at = ports.clock.now();
  const entry = auditEntry(ports, { action: 'revoked', key, actor, at, reason });
  const changed = await ports.repository.revoke({ keyId: key.id, at, reason }, entry);
  if (changed) ports.events.emit({ type: 'revoked', keyId: key.id, owner: key.owner });
  return { changed };
}
