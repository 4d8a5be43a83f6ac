import type { ApiKey } from '@postern/core';

/** The state of a key, as far as it is known. */
export interface Status {
  readonly revoked: boolean;
  /** The ID of the actor who disabled it. `null` if it is not disabled, or has been revoked since. */
  readonly disabledBy: string | null;
  readonly rotated: boolean;
  readonly renames: number;
}

/** One thing that a process does: see `change-at-random-until-killed.mjs`. */
export interface Step {
  readonly owner: string;
  readonly verb:
    | 'issue'
    /** Repeats the request that issued the key. */
    | 'retry'
    | 'offer'
    /** Claims an earlier offer. */
    | 'claim'
    | 'rename'
    | 'disable'
    | 'enable'
    | 'rotate'
    | 'revoke'
    | 'revokeAll'
    | 'purge'
    | 'verify';
  readonly keyId?: string;
  readonly graceMs: number;
  /** The ID of the actor, a different one in each process. */
  readonly by: string;
  /** Whether a rotation also ends the grace of the predecessor: in the release before this one, it does not. */
  readonly endsGrace: boolean;
}

export const untouched: Status = { revoked: false, disabledBy: null, rotated: false, renames: 0 };

export const isAccepted = ({ revoked, disabledBy }: Status): boolean => !revoked && disabledBy === null;

/** Returns the status of a key after a step that concerns it, or the same status if the step does nothing. */
export function afterStep(status: Status, { verb, graceMs, by }: Step): Status {
  if (status.revoked) return status;
  switch (verb) {
    case 'rename':
      return { ...status, renames: status.renames + 1 };
    case 'disable':
      return { ...status, disabledBy: by };
    case 'enable':
      return { ...status, disabledBy: null };
    case 'rotate':
      return canRotate(status) ? { ...status, rotated: true, revoked: graceMs === 0 } : status;
    case 'retry':
      return status.rotated ? status : { ...status, revoked: true, disabledBy: null };
    case 'revoke':
    case 'revokeAll':
      return { ...status, revoked: true, disabledBy: null };
    default:
      return status;
  }
}

export function canRotate({ revoked, disabledBy, rotated }: Status): boolean {
  return !revoked && disabledBy === null && !rotated;
}

/** Reads the status from a record. The name of a successor comes from another key, so it counts no renames. */
export function statusOf({ id, name, revokedAt, disabledBy, rotatedAt }: ApiKey): Status {
  return {
    revoked: revokedAt !== null,
    disabledBy: revokedAt === null && disabledBy !== null ? disabledBy.id : null,
    rotated: rotatedAt !== null,
    renames: name.startsWith(`${id} `) ? Number(name.slice(id.length)) : 0,
  };
}

export function isSameStatus(one: Status, other: Status): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
