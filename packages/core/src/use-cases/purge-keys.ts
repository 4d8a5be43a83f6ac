import { PosternError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import { auditEntry } from './audit-entry.js';
import { mostAtOnce, mostSteps } from './in-steps.js';
import type { ManagementPorts } from './management-ports.js';
import { parseActor, parseInstant, requireFields } from './parse-request.js';
import { requirePermitted } from './require-permitted.js';

/** Which records are removed, and by whom. */
export interface PurgeRequest {
  readonly actor: Actor;
  /** Records of keys that were revoked before this instant go. */
  readonly revokedBefore: Date;
}

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
  for (let step = 0; step < mostSteps; step += 1) {
    if (step > 0) await ports.nextTurn();
    const at = ports.clock.now();
    const count = await ports.repository.purge({ revokedBefore, limit: mostAtOnce }, (key) =>
      auditEntry(ports, { action: 'purged', key, actor, at, reason: null }),
    );
    // Not before there is none: a step that finds less than it takes may have left some that were not removed.
    if (count === 0) return { purged };
    ports.events.emit({ type: 'purged', count });
    purged += count;
  }
  throw new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    `${purged} records were removed, and there are more; call purge again, unless that is more than there ever were: then look for triggers that put them back`,
  );
}
