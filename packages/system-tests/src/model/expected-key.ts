import type { ApiKey, AuditEntry, KeyState } from '@postern/core';
import type { OwnerName, Release } from './step.js';

/** A record with numbers instead of key IDs: the first key of a sequence is 0. */
export type NumberedRecord = Omit<ApiKey, 'id' | 'successorId'> & {
  readonly id: number;
  readonly successorId: number | null;
};

/** The state of a key, disregarding expiry. */
export type DecidedState = Exclude<KeyState, 'expired'> | 'purged';

/** A key of the model. */
export interface ExpectedKey {
  readonly owner: OwnerName;
  decided: DecidedState;
  record: NumberedRecord;
  /** The cost of the stored hash. */
  hashCost: number;
  /** The cost of the hash that its token was last proven against, which the memo of each service remembers. */
  readonly provenCosts: Map<Release, number>;
  /** The instant of a use that has not been written yet. */
  pendingUse: Date | null;
  pendingRehash: { readonly from: number; readonly to: number } | null;
}

/** An audit entry with a number instead of the key ID. */
export interface NumberedEntry {
  readonly key: number;
  readonly action: AuditEntry['action'];
  readonly actor: { readonly kind: string; readonly id: string };
  readonly at: Date;
  readonly reason: string | null;
  readonly expiresAt: Date | null;
}

/** Returns the state of a key at an instant: the decided one, or `expired`. */
export function stateOf({ decided, record }: ExpectedKey, now: Date): KeyState | 'purged' {
  const isOver = record.expiresAt !== null && record.expiresAt.getTime() <= now.getTime();
  return isOver && (decided === 'live' || decided === 'rotated') ? 'expired' : decided;
}

/**
 * Returns the record as the service shows it, with a use that is not written yet. Uses of revoked keys are never
 * written.
 */
export function shownRecord({ decided, record, pendingUse }: ExpectedKey): NumberedRecord {
  if (decided === 'revoked' || pendingUse === null) return record;
  const isLater = record.lastUsedAt === null || record.lastUsedAt < pendingUse;
  return isLater ? { ...record, lastUsedAt: pendingUse } : record;
}
