import type { ApiKey, AuditAction, KeyState } from '@postern/core';
import type { OwnerName } from './step.js';

/** A record, with numbers in place of key IDs: the first key of a sequence is 0. */
export type NumberedRecord = Omit<ApiKey, 'id' | 'successorId'> & {
  readonly id: number;
  readonly successorId: number | null;
};

/** What a key is, but for the passing of time. */
export type DecidedState = Exclude<KeyState, 'expired'> | 'purged';

/** A key as the model knows it. */
export interface ExpectedKey {
  readonly owner: OwnerName;
  decided: DecidedState;
  record: NumberedRecord;
  /** The cost of the stored hash. */
  hashCost: number;
  /** The cost of the hash against which its token was last proven: what the memo holds. */
  provenCost: number | null;
  /** The instant of a use that waits to be written. */
  pendingUse: Date | null;
  pendingRehash: { readonly from: number; readonly to: number } | null;
}

/** An audit entry, with a number in place of the key ID. */
export interface NumberedEntry {
  readonly key: number;
  readonly action: AuditAction;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly at: Date;
  readonly reason: string | null;
}

/** The state of a key at an instant: what was decided, or what time did to it. */
export function stateOf({ decided, record }: ExpectedKey, now: Date): KeyState | 'purged' {
  const isOver = record.expiresAt !== null && record.expiresAt.getTime() <= now.getTime();
  return isOver && (decided === 'live' || decided === 'rotated') ? 'expired' : decided;
}

/** The record as the service shows it: with a use that is not written yet. To a revoked key none is ever written. */
export function shownRecord({ decided, record, pendingUse }: ExpectedKey): NumberedRecord {
  if (decided === 'revoked' || pendingUse === null) return record;
  const isLater = record.lastUsedAt === null || record.lastUsedAt < pendingUse;
  return isLater ? { ...record, lastUsedAt: pendingUse } : record;
}
