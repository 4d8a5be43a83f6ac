import { PosternError } from '../errors.js';
import type { Actor } from '../model/actor.js';
import { type KeyState, keyStates } from '../model/key-state.js';
import type { Owner } from '../model/owner.js';
import { auditEntry } from './audit-entry.js';
import { maxAttempts, nothingWritten } from './change-key.js';
import { requirePermitted } from './managed-key.js';
import type { ManagementDeps } from './management-deps.js';
import { parseActor, parseInstant, parseOwner, requireFields, requireReason } from './parse-request.js';

/** Whose keys to revoke, who revokes them, and why. */
export interface RevokeAllRequest<Kind extends string = string> {
  readonly owner: Owner<Kind>;
  readonly actor: Actor;
  /**
   * 1 to 500 characters; stored with each record and in each audit entry. Required, unlike the reason of `revoke`,
   * because this ends many keys for good, and their owner will ask why.
   */
  readonly reason: string;
  /** Revokes only keys that were created before this instant. Default `null`: all. */
  readonly createdBefore?: Date | null | undefined;
}

/**
 * How many steps may find fewer keys than their limit. Each one but the last means that a key was created in the
 * meantime.
 */
const maxPartialSteps = 100;

/** Once this resolves, none of these keys that existed when it was called is accepted. */
export async function revokeAllKeys(
  deps: ManagementDeps,
  request: RevokeAllRequest,
): Promise<{ readonly revoked: number }> {
  requireFields(request, ['owner', 'actor', 'reason', 'createdBefore']);
  const owner = parseOwner(request.owner, deps.kinds);
  const actor = parseActor(request.actor);
  const reason = requireReason(request.reason);
  const createdBefore =
    request.createdBefore == null ? null : parseInstant(request.createdBefore, 'createdBefore');
  await requirePermitted(deps, { actor, action: 'revoke_all', owner });

  let revoked = 0;
  let partialSteps = 0;
  // In a row: what is left may have been created in the meantime, and then the next step finds it.
  let emptySteps = 0;
  for (let step = 0; step < maxSteps && partialSteps < maxPartialSteps; step += 1) {
    // F14 turn
    if (step > 0) await deps.nextTurn();
    const at = deps.clock.now();
    const revocation = { owner, at, reason, createdBefore, limit: maxPerStep };
    const keyIds = await deps.repository.revokeAll(revocation, (key) =>
      auditEntry(deps, { action: 'revoked', key, actor, at, reason }),
    );
    for (const keyId of keyIds) deps.events.emit({ type: 'revoked', keyId, owner });
    revoked += keyIds.length;
    // Only once a step finds none: a key that was rotated in the meantime may have left a successor.
    if (keyIds.length === 0) {
      // F14 left
      if (!(await isAnyLeft(deps, { owner, createdBefore }))) return { revoked };
      emptySteps += 1;
      if (emptySteps === maxAttempts) throw nothingWritten();
    } else emptySteps = 0;
    if (keyIds.length < maxPerStep) partialSteps += 1;
  }
  throw new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'keys are created for this owner as fast as they are revoked; deactivate the owner, then call revokeAll again',
  );
}

/** The states that can be revoked. */
const unrevoked = (Object.keys(keyStates) as KeyState[]).filter(
  (state) => keyStates[state].leadsTo.revoke !== undefined,
);

/** Lists what is left: if the storage revoked none, it may be ignoring the change. */
async function isAnyLeft(
  { repository, clock }: ManagementDeps,
  { owner, createdBefore }: { readonly owner: Owner; readonly createdBefore: Date | null },
): Promise<boolean> {
  const now = clock.now();
  // No ID sorts before '', so everything after this position was created before the instant.
  const after = createdBefore === null ? null : { at: createdBefore, id: '' };
  for (const state of unrevoked) {
    const left = await repository.list({ owner, state, now, after, limit: 1 });
    if (left.length > 0) return true;
  }
  return false;
}

/** How many records one transaction changes: more would hold its locks for too long. */
export const maxPerStep = 500;

/**
 * The maximum number of steps in one call, enough for ten million records. A storage that still finds more is not
 * writing.
 */
export const maxSteps = 20_000;
