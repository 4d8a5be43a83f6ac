import type { KeyOffer } from '../model/key-offer.js';
import type { KeyRequest } from './managed-key.js';
import { findManagedOffer } from './managed-offer.js';
import type { ManagementPorts } from './management-ports.js';
import { requireFields } from './parse-request.js';

/** Gives one offer to somebody who may see it. */
export async function getOffer(
  ports: ManagementPorts,
  offerId: string,
  request: KeyRequest,
): Promise<KeyOffer> {
  requireFields(request, ['actor', 'owner']);
  const { offer } = await findManagedOffer(ports, offerId, request);
  return offer;
}
