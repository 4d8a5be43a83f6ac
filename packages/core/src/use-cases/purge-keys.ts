import type { Actor } from '../model/actor.js';
import { auditEntry } from './audit-entry.js';
import type { ManagementPorts } from './management-ports.js';
import { parseActor, parseInstant, requireFields } from './parse-request.js';
import { requirePermitted } from './require-permitted.js';

/** Which records are removed, and by whom. */
export interface PurgeRequest {
  readonly actor: Actor;
  /** Records of keys that were revoked before this instant go. */
  readonly revokedBefore: Date;
}

/** As many records as one transaction removes: more would hold its locks for too long. */
const mostAtOnce = 500;

/** Removes the records of keys that were revoked long ago, whoever owned them. Their audit entries stay. */
export async function purgeKeys(
  ports: ManagementPorts,
  request: PurgeRequest,
): Promise<{ readonly purged: number }> {
  requireFields(request, ['actor', 'revokedBefore']);
  const actor = parseActor(request.actor);
  const revokedBefore = parseInstant(request.revokedBefore, 'revokedBefore');
  await requirePermitted(ports, { actor, action: 'purge' });

  let purged = 0;
  while (true) {
    const at = ports.clock.now();
    const count = await ports.repository.purge({ revokedBefore, limit: mostAtOnce }, (key) =>
      auditEntry(ports, { action: 'purged', key, actor, at, reason: null }),
    );
    if (count > 0) ports.events.emit({ type: 'purged', count });
    purged += count;
    if (count < mostAtOnce) return { purged };
  }
}
