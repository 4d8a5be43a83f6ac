import { isSameActor } from './actor.js';
import type { ApiKey } from './api-key.js';

/**
 * The fields that must still have their values for a change to be made: all that can change while a key is unrevoked.
 */
export type ExpectedKey = Pick<ApiKey, 'name' | 'expiresAt' | 'rotatedAt' | 'disabledAt' | 'disabledBy'>;

/**
 * Checks whether a record is as a change expects it. `undefined` expects nothing.
 *
 * @example
 * isAsExpected(key, { ...key, name: 'Nightly build' }); // false, unless that is its name
 */
export function isAsExpected(key: ExpectedKey, expected: ExpectedKey | undefined): boolean {
  return (
    expected === undefined ||
    (key.name === expected.name &&
      isSameInstant(key.expiresAt, expected.expiresAt) &&
      isSameInstant(key.rotatedAt, expected.rotatedAt) &&
      isSameInstant(key.disabledAt, expected.disabledAt) &&
      (expected.disabledBy === null
        ? key.disabledBy === null
        : isSameActor(key.disabledBy, expected.disabledBy)))
  );
}

/**
 * Checks whether the last use of a record is this one. `null`: it was never used. `undefined` expects nothing.
 *
 * @example
 * wasLastUsedAt(key, null); // false if it was used
 */
export function wasLastUsedAt(key: Pick<ApiKey, 'lastUsedAt'>, lastUsedAt: Date | null | undefined): boolean {
  return lastUsedAt === undefined || isSameInstant(key.lastUsedAt, lastUsedAt);
}

function isSameInstant(one: Date | null, other: Date | null): boolean {
  return one?.getTime() === other?.getTime();
}
