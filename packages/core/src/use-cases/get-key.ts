import type { ApiKey } from '../model/api-key.js';
import { findManagedKey, type KeyRequest } from './managed-key.js';
import type { ManagementPorts } from './management-ports.js';
import { requireFields } from './parse-request.js';

/** Gives one record to somebody who may see it. */
export async function getKey(ports: ManagementPorts, keyId: string, request: KeyRequest): Promise<ApiKey> {
  requireFields(request, ['actor', 'owner']);
  const { key } = await findManagedKey(ports, keyId, request);
  return key;
}
