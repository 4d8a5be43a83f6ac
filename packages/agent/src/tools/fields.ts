import { z } from 'zod';

/** The unit of fields that end in `_days`. */
export const dayMs: number = 24 * 60 * 60 * 1_000;

export const keyId: z.ZodString = z
  .string()
  .max(200)
  .describe('The ID of a key: the 16 characters after the dot. Never a whole key: that is a secret.');
