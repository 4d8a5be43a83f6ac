import type { ActorReference } from '@postern/core';
import { z } from 'zod';
import { actorPattern, parseActorReference } from '../actor-reference.js';
import { flag, type ListQuery, listParameters, requestedInstant } from '../schemas.js';

/** The schemas that only the document of a service with admins has. */
export const namedForAdmins: z.core.$ZodRegistry<{ id: string }> = z.registry<{ id: string }>();

/** Which keys of the service to list. */
interface InventoryQuery extends ListQuery {
  readonly kinds?: readonly string[] | undefined;
  readonly createdBy?: ActorReference | undefined;
  readonly neverExpires?: boolean | undefined;
  readonly expiresBefore?: Date | undefined;
  readonly unusedSince?: Date | undefined;
}

const instant = (name: string) =>
  requestedInstant(`${name} must be an ISO 8601 instant, such as 2026-12-31T00:00:00Z`);

export const inventoryQuery: z.ZodType<InventoryQuery> = z.strictObject({
  ...listParameters,
  kinds: z
    .string()
    .transform((text) => text.split(','))
    .optional()
    .describe('Only keys of these kinds of owners, separated by commas: `user,team`. Default: all.'),
  createdBy: z
    .string()
    .regex(actorPattern, 'createdBy must be the kind of an actor, a colon, and its ID, such as user:ada')
    .transform(parseActorReference)
    .optional()
    .describe('Only keys that this actor created: its kind, a colon, and its ID, such as `user:ada`.'),
  neverExpires: flag.optional().describe('Only keys that never expire. Default false.'),
  expiresBefore: instant('expiresBefore')
    .optional()
    .describe('Only keys that expire before this instant, soonest first. Without it, newest first.'),
  unusedSince: instant('unusedSince')
    .optional()
    .describe('Only keys that have been neither used nor created since this instant.'),
});

export const disableUnusedBody: z.ZodType<{
  unusedSince: Date;
  dryRun?: boolean | undefined;
  reason?: string | undefined;
}> = z
  .strictObject({
    unusedSince: instant('unusedSince').describe(
      'Affects keys that have been neither used nor created since this instant.',
    ),
    dryRun: z.boolean().optional().describe('Counts the keys, and disables none. Default false.'),
    reason: z.string().optional().describe('1 to 500 characters; stored with each key, and in its history.'),
  })
  .register(namedForAdmins, { id: 'DisableUnusedKeys' });

export const disabledKeysSchema: z.ZodType<{ disabled: number }> = z
  .object({
    disabled: z.int().describe('How many keys were disabled or, in a dry run, would have been.'),
  })
  .register(namedForAdmins, { id: 'DisabledKeys' });
