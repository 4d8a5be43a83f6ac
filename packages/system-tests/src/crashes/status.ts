import type { ApiKey } from '@postern/core';

/** What has been decided about a key, as far as a process was told. */
export interface Status {
  readonly revoked: boolean;
  /** The ID of whoever disabled it. `null`: nobody, or it was revoked since. */
  readonly disabledBy: string | null;
  readonly rotated: boolean;
  readonly renames: number;
}

/** One thing that a process does: see `change-at-random-until-killed.mjs`. */
export interface Step {
  readonly owner: string;
  readonly verb:
    | 'issue'
    /** Issues again for the request that has made the key. */
    | 'retry'
    | 'offer'
    /** Claims an offer that was made before. */
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
  /** The ID of the actor, another one in each process. */
  readonly by: string;
}

export const untouched: Status = { revoked: false, disabledBy: null, rotated: false, renames: 0 };

export const isAccepted = ({ revoked, disabledBy }: Status): boolean => !revoked && disabledBy === null;

/** What a step makes of a key that it is about; the same status where it does nothing. */
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

/** Reads what has been decided out of a record. A successor has its name from another key. */
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
