import { keyState, keyStates } from '../model/key-state.js';
import { type Changed, changeKey } from './change-key.js';
import type { ChangeRequest } from './expected-version.js';
import type { ManagementPorts } from './management-ports.js';
import { requireFields } from './parse-request.js';

/** Enables a key that was disabled. It takes back the disabling that the policy decided on, and no later one. */
export async function enableKey(
  ports: ManagementPorts,
  keyId: string,
  request: ChangeRequest,
): Promise<Changed> {
  requireFields(request, ['actor', 'owner', 'expectedVersion']);
  return changeKey(
    ports,
    { keyId, request },
    {
      action: 'enable',
      auditAction: 'enabled',
      reason: null,
      isDue: ({ key, at }) => keyStates[keyState(key, at)].leadsTo.enable !== undefined,
      async write({ key: { id: keyId, disabledAt, disabledBy }, entry, expected }) {
        // A record that another program disabled may not say by whom: no statement could match that.
        if (disabledAt === null || disabledBy === null) return false;
        return ports.repository.enable({ keyId, disabledAt, disabledBy, expected }, entry);
      },
    },
  );
}
