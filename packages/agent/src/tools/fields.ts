import { type KeyState, type KeyStateFilter, keyStates } from '@postern/core';
import { z } from 'zod';

/** The unit of fields that end in `_days`. */
const dayMs = 24 * 60 * 60 * 1_000;

const days: z.ZodInt = z.int().min(1).max(36_500);

/**
 * In how many days a key expires. Not `null` for never: some clients send `null` for every field that a model leaves out.
 */
export const expiresInDays: z.ZodUnion<[z.ZodInt, z.ZodEnum<{ never: 'never' }>]> = z.union([
  days,
  z.enum(['never']),
]);

/** The expiry after that many days. `null`: never. `undefined`: core decides. */
export function expiryIn(days: number | 'never' | undefined): Date | null | undefined {
  return days === 'never' ? null : daysAhead(days);
}

/** The instant that many days ahead. */
export function daysAhead(days: number | undefined): Date | undefined {
  return days === undefined ? undefined : new Date(Date.now() + days * dayMs);
}

/** The instant that many days ago, but not before 1970, which core refuses: no key is that old. */
export function daysAgo(days: number | undefined): Date | undefined {
  return days === undefined ? undefined : new Date(Math.max(0, Date.now() - days * dayMs));
}

export const keyId: z.ZodString = z
  .string()
  .max(200)
  .describe('The ID of a key: the 16 characters after the dot. Never a whole key: that is a secret.');

const states = Object.keys(keyStates) as [KeyState, ...KeyState[]];

/** The fields of every tool that lists keys. */
export const listFields: ListFields = {
  state: z
    .enum([...states, 'accepted', 'all'])
    .optional()
    .describe(
      'Default: accepted, which is every key that still works: live, or rotated and in its grace period.',
    ),
  unused_for_days: days
    .optional()
    .describe('Only keys that have not been used for this many days, and are at least that old.'),
  beyond_lifetime: z
    .boolean()
    .optional()
    .describe('Only keys that live longer than the service allows for new keys of this kind.'),
  cursor: z.string().max(200).optional().describe('The next_cursor of the previous result.'),
};

interface ListFields {
  readonly state: z.ZodOptional<z.ZodEnum<{ [State in KeyStateFilter]: State }>>;
  readonly unused_for_days: z.ZodOptional<z.ZodInt>;
  readonly beyond_lifetime: z.ZodOptional<z.ZodBoolean>;
  readonly cursor: z.ZodOptional<z.ZodString>;
}
