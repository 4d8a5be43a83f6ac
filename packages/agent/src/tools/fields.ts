import { z } from 'zod';

/** What `…_days` counts. */
export const dayMs: number = 24 * 60 * 60 * 1_000;

/** A team, where it is not about the person's own keys. */
export const team: z.ZodOptional<z.ZodString> = z
  .string()
  .max(200)
  .optional()
  .describe(
    "A team's name or ID. Default: the person's own keys. Nobody else's can be meant: whose they are comes from who is signed in.",
  );

/** Which key. */
export const keyId: z.ZodString = z
  .string()
  .max(200)
  .describe('The ID of a key: the 16 characters after the dot. Never a whole key: that is a secret.');
