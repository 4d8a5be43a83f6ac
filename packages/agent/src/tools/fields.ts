import { z } from 'zod';

/** The unit of fields that end in `_days`. */
export const dayMs: number = 24 * 60 * 60 * 1_000;

/** In how many days a key expires. */
export const expiresInDays: z.ZodInt = z.int().min(1).max(36_500);

/** The expiry after that many days. `undefined`: core decides. */
export function expiryIn(days: number | undefined): Date | undefined {
  return days === undefined ? undefined : new Date(Date.now() + days * dayMs);
}

export const keyId: z.ZodString = z
  .string()
  .max(200)
  .describe('The ID of a key: the 16 characters after the dot. Never a whole key: that is a secret.');
