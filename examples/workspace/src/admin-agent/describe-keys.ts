import type { ToolResult } from '@postern/agent';

/** A key in the result of `list_api_keys`. */
export interface ListedKey {
  readonly key_id: string;
  readonly display: string;
  readonly name: string;
  readonly state: string;
  readonly last_used_at: string | null;
  readonly expires_at: string | null;
}

/** The result of `list_api_keys`. */
export interface ListedKeys {
  readonly keys: readonly ListedKey[];
  readonly next_cursor: string | null;
}

/** Lists keys for people, one per line. */
export function describeKeys({ text, data, isError }: ToolResult): string {
  if (isError) return text;
  const { keys } = data as unknown as ListedKeys;
  return [text, ...keys.map(keyLine)].join('\n');
}

/** Describes a key in one line. */
export function keyLine({ name, display, state, last_used_at, expires_at }: ListedKey): string {
  const used = last_used_at === null ? 'never used' : `last used on ${formatDay(last_used_at)}`;
  const ends = expires_at === null ? '' : `, ends on ${formatDay(expires_at)}`;
  return `“${name}” ${display} ${state}, ${used}${ends}`;
}

/** The day of an instant, in UTC. */
export function formatDay(instant: string): string {
  return instant.slice(0, 'YYYY-MM-DD'.length);
}
