import type { ApiKey } from '@postern/core';

/** What has been decided about a key, as far as a process was told. */
export interface Status {
  readonly revoked: boolean;
  readonly disabled: boolean;
  readonly rotated: boolean;
  readonly renames: number;
}

/** One thing that a process does: see `change-at-random-until-killed.mjs`. */
export interface Step {
  readonly owner: string;
  readonly verb:
    | 'issue'
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
}

export const untouched: Status = { revoked: false, disabled: false, rotated: false, renames: 0 };

export const isAccepted = ({ revoked, disabled }: Status): boolean => !revoked && !disabled;

/** What a step makes of a key that it is about; the same status where it does nothing. */
export function afterStep(status: Status, { verb, graceMs }: Step): Status {
  if (status.revoked) return status;
  switch (verb) {
    case 'rename':
      return { ...status, renames: status.renames + 1 };
    case 'disable':
      return { ...status, disabled: true };
    case 'enable':
      return { ...status, disabled: false };
    case 'rotate':
      return canRotate(status) ? { ...status, rotated: true, revoked: graceMs === 0 } : status;
    case 'revoke':
    case 'revokeAll':
      return { ...status, revoked: true, disabled: false };
    default:
      return status;
  }
}

export function canRotate({ revoked, disabled, rotated }: Status): boolean {
  return !revoked && !disabled && !rotated;
}

/** Reads what has been decided out of a record. A successor has its name from another key. */
export function statusOf({ id, name, revokedAt, disabledAt, rotatedAt }: ApiKey): Status {
  return {
    revoked: revokedAt !== null,
    disabled: revokedAt === null && disabledAt !== null,
    rotated: rotatedAt !== null,
    renames: name.startsWith(`${id} `) ? Number(name.slice(id.length)) : 0,
  };
}

export function isSameStatus(one: Status, other: Status): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
