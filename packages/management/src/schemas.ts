import type { KeyState, KeyStateFilter } from '@postern/core';
import { actorKinds, auditActions, keyStates, tokenLengths } from '@postern/core';
import { z } from 'zod';
import { type ProblemCode, problems } from './problem-codes.js';
import type { EntryView, KeyView, RotationView } from './views.js';

/** The schemas that have a name of their own in the document. */
export const named: z.core.$ZodRegistry<{ id: string }> = z.registry<{ id: string }>();

const instant = z.iso.datetime().describe('An instant in UTC.');
const keyId = z.string().length(tokenLengths.keyId);
const owner = z
  .object({ kind: z.string().describe('Such as `user` or `team`.'), id: z.string() })
  .describe('The person, team or other owner that a key acts for.')
  .register(named, { id: 'Owner' });
const actor = z
  .object({ kind: z.enum(actorKinds), id: z.string() })
  .describe('Who made a change: a person, a key, or the service itself.')
  .register(named, { id: 'Actor' });
const states = Object.keys(keyStates) as [KeyState, ...KeyState[]];
const state = z
  .enum(states)
  .describe('`rotated`: it works until `expiresAt`, alongside its successor.')
  .register(named, { id: 'KeyState' });
const auditAction = z
  .enum([...auditActions, 'unknown'])
  .describe('`unknown`: a later release of the service recorded it, and this one has no name for it.')
  .register(named, { id: 'AuditAction' });
const token = z.string().describe('The token. No other response contains it: store it now, like a password.');
const nextCursor = z.string().nullable().describe('The `cursor` of the next page; null on the last page.');

export const keySchema: z.ZodType<KeyView> = z
  .object({
    id: keyId,
    display: z.string().describe('For lists and logs: kind, dot, the first eight characters of the ID, `…`.'),
    owner,
    name: z.string(),
    scopes: z
      .array(z.string())
      .nullable()
      .describe('The permissions that the key is limited to; null if it has no limit.'),
    state,
    createdAt: instant,
    createdBy: actor,
    expiresAt: instant.nullable(),
    rotatedAt: instant.nullable(),
    successorId: keyId.nullable(),
    disabledAt: instant.nullable(),
    disabledBy: actor.nullable(),
    revokedAt: instant.nullable(),
    reason: z.string().nullable(),
    lastUsedAt: instant.nullable().describe('A use in another process may be missing for up to 70 seconds.'),
    version: z
      .string()
      .describe('For `If-Match`, in double quotes. It changes with every change to the key.'),
  })
  .register(named, { id: 'Key' });

export const keyPageSchema: z.ZodType<{ keys: readonly KeyView[]; nextCursor: string | null }> = z
  .object({ keys: z.array(keySchema), nextCursor })
  .register(named, { id: 'KeyPage' });

export const issuedKeySchema: z.ZodType<{ token: string; key: KeyView }> = z
  .object({ token, key: keySchema })
  .register(named, { id: 'IssuedKey' });

export const rotatedKeySchema: z.ZodType<{
  token: string;
  key: KeyView;
  previous: KeyView;
  alsoRevoked: readonly string[];
}> = z
  .object({
    token,
    key: keySchema,
    previous: keySchema.describe('The key that it replaces.'),
    alsoRevoked: z
      .array(keyId)
      .describe(
        'The key that `previous` had replaced, if it was still in its grace period. It is revoked too.',
      ),
  })
  .register(named, { id: 'RotatedKey' });

export const rotationSchema: z.ZodType<{ rotation: RotationView | null }> = z
  .object({
    rotation: z
      .object({
        successorId: keyId,
        endsAt: instant.describe('When the old key stops working, or stopped.'),
        lastUsedAt: instant.nullable().describe('When the old key was last used; null: never.'),
        successorLastUsedAt: instant
          .nullable()
          .describe('When its successor was last used. null: not yet, or you may not see it.'),
      })
      .nullable()
      .describe('null: the key was never rotated.'),
  })
  .register(named, { id: 'KeyRotation' });

const auditEntry = z
  .object({
    id: keyId,
    keyId,
    action: auditAction,
    actor,
    at: instant,
    reason: z.string().nullable(),
    expiresAt: instant
      .nullable()
      .describe(
        'Of `issued`, when the key expires. Of `rotated`, when it would have expired without the rotation.',
      ),
  })
  .describe('One change to one key. Uses are not changes.')
  .register(named, { id: 'AuditEntry' });

export const historyPageSchema: z.ZodType<{ entries: readonly EntryView[]; nextCursor: string | null }> = z
  .object({ entries: z.array(auditEntry), nextCursor })
  .register(named, { id: 'HistoryPage' });

const fieldError = z
  .object({
    pointer: z
      .string()
      .optional()
      .describe('Where in the body: a JSON Pointer as a fragment, such as `#/name`.'),
    parameter: z.string().optional().describe('The parameter of the query.'),
    detail: z.string(),
  })
  .describe('What is wrong with one field of the body, or one parameter.')
  .register(named, { id: 'FieldError' });

/** The codes that the API can respond with: it has no offers. */
export const apiProblemCodes: readonly ProblemCode[] = (Object.keys(problems) as ProblemCode[]).filter(
  (code) => !code.startsWith('offer_'),
);

const problemCode = z
  // Without admins, everything is JSON.
  .enum(apiProblemCodes.filter((code) => code !== 'not_acceptable'))
  .describe('For programs. It does not change with the language or the wording of `title` and `detail`.')
  .register(named, { id: 'ProblemCode' });

export const problemSchema: z.ZodType = z
  .object({
    type: z.string().describe('A URI that identifies `code`. There is no page behind it.'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: problemCode,
    errors: z.array(fieldError).optional(),
    latest: instant
      .optional()
      .describe('Of `invalid_expiry`: the latest instant at which the key could expire.'),
    limit: z.int().optional().describe('Of `too_many_keys`: how many keys the owner may have.'),
  })
  .describe('A problem document (RFC 9457).')
  .register(named, { id: 'Problem' });

/** Which page of a list to return. */
export interface PageQuery {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const page = {
  limit: z.coerce.number().int().min(1).max(100).optional().describe('Default 50.'),
  cursor: z.string().optional(),
};

export const pageQuery: z.ZodType<PageQuery> = z.strictObject(page);

/** Which keys to list. */
export interface ListQuery extends PageQuery {
  readonly state: KeyStateFilter;
  readonly beyondLifetime?: boolean | undefined;
}

/** A parameter that is `true` or `false`. */
export const flag: z.ZodType<boolean> = z.preprocess(
  (text) => (text === 'true' || text === 'false' ? text === 'true' : text),
  z.boolean(),
);

/** The parameters that choose what a list of keys has. */
export const listParameters: { readonly [Name in keyof ListQuery]-?: z.ZodType<ListQuery[Name]> } = {
  ...page,
  state: z
    .enum([...states, 'accepted', 'all'])
    .default('accepted')
    .describe('`accepted`: every key that works, live or rotated and still in its grace period.'),
  beyondLifetime: flag
    .optional()
    .describe('Only keys that live longer than the service allows for keys of this kind. Default false.'),
};

export const listQuery: z.ZodType<ListQuery> = z.strictObject(listParameters);

/** The maximum number of elements in a list of a body, and of fields in a body. */
export const maxItems = 1_000;

// Schemas of bodies have no `default`: client generators treat such a field as required.

/** The query of an operation that has none. */
export const nothing: z.ZodType<Readonly<Record<never, never>>> = z.strictObject({});

/** An instant in a request, with any offset. */
export const requestedInstant = (error: string): z.ZodType<Date> =>
  z.iso.datetime({ offset: true, error }).transform((text) => new Date(text));

const requestedExpiry = requestedInstant('expiresAt must be null or an ISO 8601 instant with an offset')
  // With an offset, the year can exceed the four digits of RFC 3339.
  .refine((at) => at.getUTCFullYear() <= 9999, 'expiresAt must not be after the year 9999')
  .nullable()
  .optional();

export const createBody: z.ZodType<{
  name: string;
  scopes?: readonly string[] | null | undefined;
  expiresAt?: Date | null | undefined;
}> = z
  // M01
  .strictObject({
    name: z.string().describe('1 to 100 characters.'),
    scopes: z
      .array(z.string())
      .max(maxItems)
      .nullable()
      .optional()
      .describe('The permissions that the key is limited to. Default null: no limit.'),
    expiresAt: requestedExpiry.describe(
      'Null: it does not expire. Omitted: the default of the service. If this is too late, the problem ' +
        '`invalid_expiry` has the `latest` possible instant.',
    ),
  })
  .register(named, { id: 'CreateKey' });

export const renameBody: z.ZodType<{ name: string }> = z
  .strictObject({ name: z.string().describe('1 to 100 characters.') })
  .register(named, { id: 'RenameKey' });

export const disableBody: z.ZodType<{ reason: string }> = z
  .strictObject({ reason: z.string().describe('1 to 500 characters, for the person who decides later.') })
  .register(named, { id: 'DisableKey' });

export const rotateBody: z.ZodType<{
  graceSeconds?: number | undefined;
  expiresAt?: Date | null | undefined;
}> = z
  .strictObject({
    graceSeconds: z
      .int()
      .min(0)
      .max(366 * 24 * 60 * 60)
      .optional()
      .describe('How long the old key keeps working. Default 0: it stops immediately.'),
    expiresAt: requestedExpiry.describe(
      'When the successor expires. Null: never. Omitted: it gets the same length of life as the old key, starting ' +
        'now, if the service allows that.',
    ),
  })
  .register(named, { id: 'RotateKey' });
