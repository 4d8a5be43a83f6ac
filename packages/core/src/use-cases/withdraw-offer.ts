import { auditEntry } from './audit-entry.js';
import type { Changed } from './change-key.js';
import type { KeyRequest } from './managed-key.js';
import { findManagedOffer } from './managed-offer.js';
import type { ManagementPorts } from './management-ports.js';
import { requireFields } from './parse-request.js';

/** Withdraws an offer. When it resolves, nobody can claim it any more. */
export async function withdrawOffer(
  ports: ManagementPorts,
  offerId: string,
  request: KeyRequest,
): Promise<Changed> {
  requireFields(request, ['actor', 'owner']);
  const { offer, actor } = await findManagedOffer(ports, offerId, request);
  const at = ports.clock.now();
  const entry = auditEntry(ports, { action: 'withdrawn', key: offer, actor, at, reason: null });
  const changed = await ports.repository.withdrawOffer({ offerId: offer.id, at }, entry);
  if (changed) ports.events.emit({ type: 'withdrawn', keyId: offer.id, owner: offer.owner });
  return { changed };
}
