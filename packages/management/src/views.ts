import type { ApiKey, AuditEntry, KeyId, KeyPage, KeyState, RotationStatus } from '@postern/core';
import { displayForm, keyState, keyVersion } from '@postern/core';

/**
 * A record in JSON: its instants and key IDs are strings. The views are derived from core's records, so that a field
 * added there can't be forgotten here.
 */
type InJson<Fields> = { readonly [Name in keyof Fields]: ValueInJson<Fields[Name]> };
type ValueInJson<Value> = Value extends Date | KeyId ? string : Value;

/** A key as people and programs see it. Neither the token nor its hash is in it. `display` shows the prefix. */
export interface KeyView extends InJson<Omit<ApiKey, 'prefix'>> {
  readonly display: string;
  readonly state: KeyState;
  readonly version: string;
}

/** A page of a list of keys. */
export interface KeyPageView {
  readonly keys: readonly KeyView[];
  readonly nextCursor: string | null;
}

/** How far along the rotation of a key is. */
export interface RotationView extends InJson<RotationStatus> {}

/** An audit entry: one change to one key. The owner is not in it, because a response is about only one. */
export interface EntryView extends InJson<Omit<AuditEntry, 'owner'>> {}

export function viewKey(key: ApiKey, now: Date): KeyView {
  return {
    id: key.id,
    display: displayForm(key),
    owner: key.owner,
    name: key.name,
    scopes: key.scopes,
    state: keyState(key, now),
    createdAt: key.createdAt.toISOString(),
    createdBy: key.createdBy,
    expiresAt: key.expiresAt?.toISOString() ?? null,
    rotatedAt: key.rotatedAt?.toISOString() ?? null,
    successorId: key.successorId,
    disabledAt: key.disabledAt?.toISOString() ?? null,
    disabledBy: key.disabledBy,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    reason: key.reason,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    version: keyVersion(key),
  };
}

/** A page of keys as of now. */
export function viewKeyPage({ keys, nextCursor }: KeyPage): KeyPageView {
  const now = new Date();
  return { keys: keys.map((key) => viewKey(key, now)), nextCursor };
}

export function viewRotation(status: RotationStatus): RotationView {
  const { successorId, endsAt, lastUsedAt, successorLastUsedAt } = status;
  return {
    successorId,
    endsAt: endsAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    successorLastUsedAt: successorLastUsedAt?.toISOString() ?? null,
  };
}

export function viewEntry({ id, keyId, action, actor, at, reason, expiresAt }: AuditEntry): EntryView {
  return {
    id,
    keyId,
    action,
    actor,
    at: at.toISOString(),
    reason,
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}
