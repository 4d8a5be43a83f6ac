import { type Changed, changeKey } from './change-key.js';
import type { ChangeRequest } from './expected-version.js';
import type { ManagementPorts } from './management-ports.js';
import { parseReason, requireFields } from './parse-request.js';

/** Who revokes, and why. */
export interface RevokeRequest<Kind extends string = string> extends ChangeRequest<Kind> {
  /**
   * At most 500 characters; kept with the record and in the audit entry. It may be missing: nobody is to decide anything
   * by it, and people who delete one key of their own owe no reason.
   */
  readonly reason?: string | undefined;
}

/** Revokes a key. When it resolves, the change is committed: every verification that starts later fails. */
export async function revokeKey(
  ports: ManagementPorts,
  keyId: string,
  request: RevokeRequest,
): Promise<Changed> {
  requireFields(request, ['actor', 'owner', 'reason', 'expectedVersion']);
  const reason = parseReason(request.reason);
  return changeKey(
    ports,
    { keyId, request },
    {
      action: 'revoke',
      auditAction: 'revoked',
      reason,
      isDue: ({ key }) => key.revokedAt === null,
      write: ({ key, at, entry, expected }) =>
        ports.repository.revoke({ keyId: key.id, at, reason, expected }, entry),
    },
  );
}
