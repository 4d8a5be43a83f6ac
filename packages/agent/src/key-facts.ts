import { type ApiKey, displayForm, keyState } from '@postern/core';
import { maskTokens } from './mask-tokens.js';
import type { Call } from './tool.js';

/** A key as data for a model. */
export interface KeyFacts {
  readonly key_id: string;
  readonly display: string;
  /** Whatever somebody wrote there. */
  readonly name: string;
  readonly state: string;
  readonly scopes: readonly string[] | null;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
}

export function keyFacts({ keys }: Pick<Call, 'keys'>, key: ApiKey): KeyFacts {
  return {
    key_id: key.id,
    display: displayForm(key),
    name: maskTokens(key.name, keys.kinds).text,
    state: keyState(key, new Date()),
    scopes: key.scopes,
    created_at: key.createdAt.toISOString(),
    expires_at: key.expiresAt?.toISOString() ?? null,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
  };
}
