import { type ApiKey, displayForm, type KeyPage, keyState } from '@postern/core';

/** A key as data for a model. */
export interface KeyFacts {
  readonly key_id: string;
  readonly display: string;
  /** Untrusted: a person may have written anything here. */
  readonly name: string;
  readonly state: string;
  readonly scopes: readonly string[] | null;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  /** The key that replaced it. */
  readonly successor_id: string | null;
  /** When its successor was last used. `null`: not yet, or unknown. Only of a key in its grace period. */
  readonly successor_last_used_at?: string | null;
}

/**
 * Returns what a model may know of a key. Its name must already be masked. `successorLastUsedAt`: see `successorUse`.
 */
export function keyFacts(key: ApiKey, successorLastUsedAt?: Date | null): KeyFacts {
  return {
    key_id: key.id,
    display: displayForm(key),
    name: key.name,
    state: keyState(key, new Date()),
    scopes: key.scopes,
    created_at: key.createdAt.toISOString(),
    expires_at: key.expiresAt?.toISOString() ?? null,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
    successor_id: key.successorId,
    ...(successorLastUsedAt === undefined
      ? {}
      : { successor_last_used_at: successorLastUsedAt?.toISOString() ?? null }),
  };
}

/** The number of keys that were found, as a sentence. */
export function howMany({ keys, nextCursor }: KeyPage): string {
  const count = keys.length === 1 ? 'is one key' : `are ${keys.length} keys`;
  return `There ${count}${nextCursor === null ? '' : ', and there may be more'}.`;
}
