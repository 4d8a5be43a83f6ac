import { type OwnerJournal, statusesAfter } from './journal.js';
import { canRotate, isSameStatus, type Status, type Step, untouched } from './status.js';

/** A possible state of an owner's keys after a kill: a step that was under way was either done or never begun. */
interface PossibleState {
  readonly statuses: ReadonlyMap<string, Status>;
  /** How many keys there are that the process did not report. */
  readonly extraKeys: number;
}

/** What happened to an owner's pending step. */
export type StepOutcome = 'nothing pending' | 'undone' | 'done';

/**
 * Returns what happened to an owner's pending step, or `undefined` if its keys are in no possible state.
 *
 * @param mayBePurged Whether a key that is missing may have been purged.
 */
export function outcomeOfPendingStep(
  owner: OwnerJournal,
  actual: ReadonlyMap<string, Status>,
  mayBePurged: (status: Status) => boolean,
): StepOutcome | undefined {
  const { pending } = owner;
  const undone: PossibleState = { statuses: owner.statuses, extraKeys: 0 };
  if (matches(undone, actual, mayBePurged)) return pending === undefined ? 'nothing pending' : 'undone';
  return pending !== undefined && matches(done(owner, pending), actual, mayBePurged) ? 'done' : undefined;
}

function done(owner: OwnerJournal, step: NonNullable<OwnerJournal['pending']>): PossibleState {
  const status = owner.statuses.get(step.keyId ?? '');
  return { statuses: statusesAfter(owner, step), extraKeys: createsKey(step, status) ? 1 : 0 };
}

function createsKey({ verb }: Step, status: Status | undefined): boolean {
  if (verb === 'issue' || verb === 'claim') return true;
  if (status === undefined) return false;
  return verb === 'rotate' ? canRotate(status) : verb === 'retry' && (status.revoked || !status.rotated);
}

function matches(
  { statuses, extraKeys }: PossibleState,
  actual: ReadonlyMap<string, Status>,
  mayBePurged: (status: Status) => boolean,
): boolean {
  const unknown = [...actual].filter(([keyId]) => !statuses.has(keyId));
  if (unknown.length !== extraKeys || !unknown.every(([, status]) => isSameStatus(status, untouched)))
    return false;
  return [...statuses].every(([keyId, status]) => {
    const found = actual.get(keyId);
    return found === undefined ? mayBePurged(status) : isSameStatus(found, status);
  });
}
