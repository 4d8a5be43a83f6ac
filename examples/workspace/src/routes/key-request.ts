import { type KeyState, keyStates } from '@postern/core';
import { HttpError } from '../http/http-error.js';
import { isPermission, type Permission, permissions } from '../keys/permissions.js';

const states = [...(Object.keys(keyStates) as KeyState[]), 'all'] as const;
const iso8601 = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** What a list of keys is asked for. */
export interface ListQuery {
  readonly state: KeyState | 'all';
  readonly limit?: number;
  readonly cursor?: string;
}

/** Reads the query of a list: live keys where it says nothing else. */
export function parseListQuery(query: Readonly<Record<string, string>>): ListQuery {
  const { state: wanted = 'live', limit, cursor } = query;
  const state = states.find((known) => known === wanted);
  if (state === undefined) throw new HttpError(422, `state must be one of ${states.join(', ')}`);
  return {
    state,
    // What is no number is `NaN`, which Postern refuses like any number out of range.
    ...(limit !== undefined && { limit: /^\d+$/.test(limit) ? Number(limit) : Number.NaN }),
    ...(cursor !== undefined && { cursor }),
  };
}

export function parseName(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new HttpError(422, 'name must be a text, such as "CI Pipeline"');
}

export function parseScopes(value: unknown): readonly Permission[] | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.every(isPermission)) return value;
  throw new HttpError(
    422,
    `scopes must be null or a list of permissions; there are ${permissions.join(', ')}`,
  );
}

/** Reads an instant. A date is its first moment in UTC; a time needs an offset, since it would be anybody's guess. */
export function parseExpiry(value: unknown): Date | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && iso8601.test(value) && isRealDay(value.slice(0, 10))) {
    const instant = new Date(value);
    if (Number.isFinite(instant.getTime())) return instant;
  }
  throw new HttpError(422, 'expiresAt must be null or an ISO 8601 instant, such as "2030-12-31T00:00:00Z"');
}

/** `new Date` makes the 2nd of March out of the 30th of February. */
function isRealDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return Number.isFinite(midnight.getTime()) && midnight.toISOString().startsWith(day);
}
