import { type OwnerJournal, statusesAfter } from './journal.js';
import { canRotate, isSameStatus, type Status, type Step, untouched } from './status.js';

/** One way in which a process may have left an owner's keys: a step that was begun is done, or was never begun. */
interface Outcome {
  readonly statuses: ReadonlyMap<string, Status>;
  /** How many keys there are whose token nobody was told. */
  readonly untold: number;
}

/** What a kill left of an owner's pending step. */
export type Left = 'nothing pending' | 'undone' | 'done';

/**
 * Says in which of the possible ways a process left an owner's keys: `undefined`, where it is none of them.
 *
 * @param gone Whether a key that is not there may have been purged.
 */
export function whatIsLeft(
  owner: OwnerJournal,
  actual: ReadonlyMap<string, Status>,
  gone: (status: Status) => boolean,
): Left | undefined {
  const { pending } = owner;
  const undone: Outcome = { statuses: owner.statuses, untold: 0 };
  if (isOutcome(undone, actual, gone)) return pending === undefined ? 'nothing pending' : 'undone';
  return pending !== undefined && isOutcome(done(owner, pending), actual, gone) ? 'done' : undefined;
}

function done(owner: OwnerJournal, step: NonNullable<OwnerJournal['pending']>): Outcome {
  const status = owner.statuses.get(step.keyId ?? '');
  return { statuses: statusesAfter(owner.statuses, step), untold: makesKey(step, status) ? 1 : 0 };
}

function makesKey({ verb }: Step, status: Status | undefined): boolean {
  if (verb === 'issue' || verb === 'claim') return true;
  if (status === undefined) return false;
  return verb === 'rotate' ? canRotate(status) : verb === 'retry' && (status.revoked || !status.rotated);
}

function isOutcome(
  { statuses, untold }: Outcome,
  actual: ReadonlyMap<string, Status>,
  gone: (status: Status) => boolean,
): boolean {
  const unknown = [...actual].filter(([keyId]) => !statuses.has(keyId));
  if (unknown.length !== untold || !unknown.every(([, status]) => isSameStatus(status, untouched)))
    return false;
  return [...statuses].every(([keyId, status]) => {
    const found = actual.get(keyId);
    return found === undefined ? gone(status) : isSameStatus(found, status);
  });
}
