import { type Changed, changeKey } from './change-key.js';
import type { KeyRequest } from './managed-key.js';
import type { ManagementPorts } from './management-ports.js';
import { requireFields } from './parse-request.js';

/** Enables a key that was disabled. It takes back the disabling that the policy decided on, and no later one. */
export async function enableKey(
  ports: ManagementPorts,
  keyId: string,
  request: KeyRequest,
): Promise<Changed> {
  requireFields(request, ['actor', 'owner']);
  return changeKey(
    ports,
    { keyId, request },
    {
      action: 'enable',
      auditAction: 'enabled',
      reason: null,
      async write({ key: { id: keyId, disabledAt, disabledBy }, entry }) {
        if (disabledAt === null || disabledBy === null) return false;
        return ports.repository.enable({ keyId, disabledAt, disabledBy }, entry);
      },
    },
  );
}
