import type { KeyState } from '@postern/core';
import type { KeyLine } from '../texts/areas/key-lists.js';
import { dayText } from '../texts/format.js';
import type { WorkspaceTexts } from '../texts/texts.js';

/** A key in the result of `list_api_keys`. */
export interface ListedKey {
  readonly key_id: string;
  readonly display: string;
  readonly name: string;
  readonly state: KeyState;
  readonly last_used_at: string | null;
  readonly expires_at: string | null;
}

/** The result of `list_api_keys`. */
export interface ListedKeys {
  readonly keys: readonly ListedKey[];
  readonly next_cursor: string | null;
}

/** Describes a key in one line of a list. */
export function keyLine(
  { language, keyLists }: WorkspaceTexts,
  { name, display, state, last_used_at, expires_at }: ListedKey,
  more: Pick<KeyLine, 'owner' | 'createdOn'> = {},
): string {
  const day = (at: string | null) => (at === null ? null : dayText(language, at));
  const line = { name, display, state, lastUsedOn: day(last_used_at), expiresOn: day(expires_at), ...more };
  return `- ${keyLists.keyLine(line)}`;
}
