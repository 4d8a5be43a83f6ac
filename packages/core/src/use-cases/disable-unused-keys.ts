import { PosternError } from '../errors.js';
import { type Actor, actorReference } from '../model/actor.js';
import type { ApiKey } from '../model/api-key.js';
import { passesFilter } from '../model/key-filter.js';
import type { Position } from '../ports/key-queries.js';
import { auditEntry } from './audit-entry.js';
import { maxAttempts, nothingWritten } from './change-key.js';
import { requirePermitted } from './managed-key.js';
import type { ManagementDeps } from './management-deps.js';
import {
  invalid,
  parseActor,
  parseFlag,
  parseInstant,
  requireFields,
  requireReason,
} from './parse-request.js';
import { maxPerStep, maxSteps } from './revoke-all-keys.js';

/** Which keys count as unused, who disables them, and why. */
export interface DisableUnusedRequest {
  readonly actor: Actor;
  /**
   * Disables keys that were created before this instant, and not used at it or later. It must be at least a day ago,
   * and at least twice the longer of `useWriteIntervalMs` and `useFlushIntervalMs` ago: a use that is not written yet
   * is not known to other processes.
   */
  readonly unusedSince: Date;
  /** `true`: disables none, and returns how many it would disable. Default `false`. */
  readonly dryRun?: boolean | undefined;
  /**
   * 1 to 500 characters; stored with each record and in each audit entry. Default: `unused since` and the day of
   * `unusedSince`, in UTC.
   */
  readonly reason?: string | undefined;
}

/** What `disableUnused` needs besides the other management operations. */
export interface DisableUnusedDeps extends ManagementDeps {
  /** Writes the uses that this process has not written yet. */
  readonly flushUses: () => Promise<void>;
  /** The longest interval at which this process writes uses, in milliseconds. */
  readonly useIntervalMs: number;
}

export async function disableUnusedKeys(
  deps: DisableUnusedDeps,
  request: DisableUnusedRequest,
): Promise<{ readonly disabled: number }> {
  requireFields(request, ['actor', 'unusedSince', 'dryRun', 'reason']);
  const actor = parseActor(request.actor);
  const unusedSince = parseUnusedSince(deps, request.unusedSince);
  const isDryRun = parseFlag(request.dryRun, 'dryRun');
  const reason =
    request.reason === undefined
      ? `unused since ${unusedSince.toISOString().slice(0, 10)}`
      : requireReason(request.reason);
  await requirePermitted(deps, { actor, action: 'disable_unused' });

  // So that a use in this process counts in the others, too, whatever happens to this one.
  if (!isDryRun) await deps.flushUses();
  let disabled = 0;
  let after: Position | null = null;
  for (let step = 0; step < maxSteps; step += 1) {
    if (step > 0) await deps.nextTurn();
    const query = { state: 'accepted', now: now(deps), unusedSince, after, limit: maxPerStep } as const;
    const { keys, next } = await deps.repository.listAll(query);
    for (const key of keys) {
      const isAffected = isDryRun
        ? isUnused(deps, key, { unusedSince, at: now(deps) })
        : await disableIfUnused(deps, key, { actor, unusedSince, reason });
      if (isAffected) disabled += 1;
    }
    if (next === null) return { disabled };
    after = next;
  }
  throw new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    `disabled ${disabled} keys, and there may be more; call disableUnused again`,
  );
}

/** 24 hours. */
const dayMs = 24 * 60 * 60 * 1_000;

function parseUnusedSince(deps: DisableUnusedDeps, instant: unknown): Date {
  const unusedSince = parseInstant(instant, 'unusedSince');
  const latestMs = now(deps).getTime() - Math.max(dayMs, 2 * deps.useIntervalMs);
  // S13 recent
  if (unusedSince.getTime() <= latestMs) return unusedSince;
  throw invalid(
    `unusedSince must be ${new Date(latestMs).toISOString()} or earlier: at least a day ago, and at least twice the longer of useWriteIntervalMs and useFlushIntervalMs ago, because a use that is not written yet would not count`,
  );
}

/** Since when a key must be unused to be disabled, by whom, and why. */
interface UnusedDisabling {
  readonly actor: Actor;
  readonly unusedSince: Date;
  readonly reason: string;
}

/**
 * Disables a key if it works and is unused. The statement requires the last use that was seen, so a use that is written
 * in between wins. If nothing was written, the record is read and decided on again.
 *
 * @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE` if five attempts wrote nothing.
 */
async function disableIfUnused(
  deps: ManagementDeps,
  listed: ApiKey,
  { actor, unusedSince, reason }: UnusedDisabling,
): Promise<boolean> {
  const by = actorReference(actor);
  let key: ApiKey | undefined = listed;
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    // Thousands of keys may follow, and on SQLite none of them waits for anything.
    // F14 each-turn
    await deps.nextTurn();
    const at = now(deps);
    if (key === undefined || !isUnused(deps, key, { unusedSince, at })) return false;
    const { id: keyId, owner } = key;
    const entry = auditEntry(deps, { action: 'disabled', key, actor, at, reason });
    const asSeen = { over: null, lastUsedAt: /* S13 use */ key.lastUsedAt };
    if (await deps.repository.disable({ keyId, at, by, reason, ...asSeen }, entry)) {
      deps.events.emit({ type: 'disabled', keyId, owner });
      return true;
    }
    key = await deps.repository.get(keyId);
  }
  // F14 unused
  throw nothingWritten();
}

/** Also by the uses that this process has not written yet. */
function isUnused(
  { withLatestUse }: ManagementDeps,
  key: ApiKey,
  { unusedSince, at }: { readonly unusedSince: Date; readonly at: Date },
): boolean {
  return passesFilter(/* S13 pending */ withLatestUse(key), { state: 'accepted', now: at, unusedSince });
}

/** An invalid date is neither before nor after anything, so it would decide nothing. */
function now({ clock }: ManagementDeps): Date {
  const instant = clock.now();
  if (!Number.isNaN(instant.getTime())) return instant;
  throw new PosternError('ERR_UNEXPECTED', 'the clock returned an invalid date');
}
