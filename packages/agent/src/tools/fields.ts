import { z } from 'zod';

/** The unit of fields that end in `_days`. */
export const dayMs: number = 24 * 60 * 60 * 1_000;

/** A team, unless the call is about the person's own keys. */
export const team: z.ZodOptional<z.ZodString> = z
  .string()
  .max(200)
  .optional()
  .describe(
    "A team's name or ID. Default: the person's own keys. You cannot name another person: who is signed in decides that.",
  );

export const keyId: z.ZodString = z
  .string()
  .max(200)
  .describe('The ID of a key: the 16 characters after the dot. Never a whole key: that is a secret.');
