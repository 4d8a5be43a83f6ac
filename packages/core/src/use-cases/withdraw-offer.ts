import { offerState } from '../model/key-offer.js';
import { auditEntry } from './audit-entry.js';
import type { Changed } from './change-key.js';
import { changedMeanwhile, mostAttempts } from './changed-meanwhile.js';
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
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const { offer, actor } = await findManagedOffer(ports, offerId, request);
    const at = ports.clock.now();
    if (offerState(offer, at) !== 'open') return { changed: false };
    const entry = auditEntry(ports, { action: 'withdrawn', key: offer, actor, at, reason: null });
    if (await ports.repository.withdrawOffer({ offerId: offer.id, at }, entry)) {
      ports.events.emit({ type: 'withdrawn', keyId: offer.id, owner: offer.owner });
      return { changed: true };
    }
  }
  throw changedMeanwhile();
}
