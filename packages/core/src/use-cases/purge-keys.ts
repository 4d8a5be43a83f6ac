import { PosternError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import { auditEntry } from './audit-entry.js';
import { requirePermitted } from './managed-key.js';
import type { ManagementDeps } from './management-deps.js';
import { parseActor, parseInstant, requireFields } from './parse-request.js';
import { maxPerStep, maxSteps } from './revoke-all-keys.js';

/** Which records to remove, and who removes them. */
export interface PurgeRequest {
  readonly actor: Actor;
  /** Removes records of keys that were revoked before this instant. */
  readonly revokedBefore: Date;
}

export async function purgeKeys(
  deps: ManagementDeps,
  request: PurgeRequest,
): Promise<{ readonly purged: number }> {
  requireFields(request, ['actor', 'revokedBefore']);
  const actor = parseActor(request.actor);
  const revokedBefore = parseInstant(request.revokedBefore, 'revokedBefore');
  await requirePermitted(deps, { actor, action: 'purge' });

  let purged = 0;
  for (let step = 0; step < maxSteps; step += 1) {
    if (step > 0) await deps.nextTurn();
    const at = deps.clock.now();
    const count = await deps.repository.purge({ revokedBefore, limit: maxPerStep }, (key) =>
      auditEntry(deps, { action: 'purged', key, actor, at, reason: null }),
    );
    // A step that removed fewer than its limit may have left some, so go on until a step removes none.
    if (count === 0) return { purged };
    deps.events.emit({ type: 'purged', count });
    purged += count;
  }
  throw new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    `removed ${purged} records, and some are left; call purge again or, if there were never that many, check for triggers that restore them`,
  );
}
