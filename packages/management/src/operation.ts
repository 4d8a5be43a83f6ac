import type { Actor, ApiKeys, Owner } from '@postern/core';
import type { z } from 'zod';
import { type FieldError, invalidRequest } from './problem.js';
import { maxItems } from './schemas.js';

/** Whose keys an operation is about, and who requests it. Owner and actor never come from a body. */
export interface Call {
  readonly keys: ApiKeys;
  readonly owner: Owner;
  readonly actor: Actor;
  /** As in the path. Empty if the path has none. */
  readonly keyId: string;
  /** The version of the key, from `If-Match`. `undefined`: any. */
  readonly expectedVersion: string | undefined;
  /** From `Idempotency-Key`. */
  readonly idempotencyKey: string | undefined;
}

/** The input as sent, not validated yet. */
interface Input {
  readonly query: unknown;
  readonly body: unknown;
}

/** What an operation responds with. */
export interface OperationResult<Result> {
  readonly body: Result;
  /** The URL of the key that was created, relative to the path of the request. */
  readonly location?: string;
  /** The version of the key in the body, for `ETag`. */
  readonly version?: string;
}

type Method = 'get' | 'post' | 'patch' | 'delete';

/** What routes and the document say about an operation. */
interface OperationDescription {
  /** For the `operationId` of the document: a verb and its object. The kind of the owner, if any, goes between them. */
  readonly id: readonly [verb: string, noun: string];
  readonly method: Method;
  /** Below the path of the owner, if it is about one. `{keyId}` is the key. */
  readonly path: string;
  readonly summary: string;
  /** What it does, beyond its summary. */
  readonly details: string;
  /** The status of success. */
  readonly status: 200 | 201 | 204;
  /** Every field of the body has a default, so the body may be missing. */
  readonly needsNoBody?: true;
  /** It changes a key, so it accepts `If-Match`. */
  readonly takesVersion?: true;
  /** It issues a key, so it accepts `Idempotency-Key`. */
  readonly takesIdempotencyKey?: true;
  /** It returns a key, with its `ETag`. */
  readonly sendsVersion?: true;
  /** It creates a key, whose URL is in `Location`. */
  readonly sendsLocation?: true;
  /** It returns a page of keys, and all of them in the formats of exports. */
  readonly exports?: true;
  /** It names neither an owner nor a key, so it never responds with 404. */
  readonly isAboutAll?: true;
  /** What success means. `otherStatuses` are those besides 401, 403, 404, 422 and 503. */
  readonly description: string;
  readonly otherStatuses?: readonly (406 | 409 | 413 | 415)[];
}

/** One thing that can be done to keys over HTTP: its input, its output and what it does. */
export interface OperationDefinition<Context, Query, Body, Result> extends OperationDescription {
  readonly query: z.ZodType<Query>;
  /** `undefined`: it accepts no body. */
  readonly body: z.ZodType<Body> | undefined;
  /** `undefined`: its response has no body. */
  readonly result: z.ZodType<Result> | undefined;
  readonly run: (
    call: Context & { readonly query: Query; readonly body: Body },
  ) => Promise<OperationResult<Result>>;
}

/** An operation, whatever its input. `Context`: what else it is called with. */
export interface Operation<Context = Call, Result = unknown> extends OperationDescription {
  readonly query: z.ZodType;
  readonly body: z.ZodType | undefined;
  readonly result: z.ZodType | undefined;
  /**
   * Validates the input and runs the operation.
   *
   * @throws {ProblemError} with what is wrong with each field; or a `PosternError`.
   */
  readonly run: (call: Context, input: Input) => Promise<OperationResult<Result>>;
}

/** Creates an operation whose `run` receives the input that its schemas have validated. */
export function operation<Query, Body, Result, Context = Call>(
  definition: OperationDefinition<Context, Query, Body, Result>,
): Operation<Context, Result> {
  return {
    ...definition,
    run(call, input) {
      const tooMany = tooManyItems(input.body);
      // F12 elements
      if (tooMany !== undefined) throw invalidRequest([tooMany]);
      const query = definition.query.safeParse(input.query);
      const body = definition.body?.safeParse(input.body);
      const errors = [
        ...fieldErrors(query.error, (path) => ({ parameter: path.join('.') })),
        ...fieldErrors(body?.error, (path) => ({ pointer: ['#', ...path].join('/') })),
      ];
      if (errors.length > 0) throw invalidRequest(errors);
      return definition.run({ ...call, query: query.data as Query, body: body?.data as Body });
    },
  };
}

/**
 * Finds a list or body with more elements than any operation takes. A schema would check all of them before it counts
 * them, and create an issue for each one that is wrong, which would block the event loop.
 */
function tooManyItems(body: unknown): FieldError | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  if (Object.keys(body).length > maxItems)
    return { pointer: '#', detail: `the body must not have more than ${maxItems} fields` };
  const tooLong = Object.entries(body).find(([, value]) => Array.isArray(value) && value.length > maxItems);
  if (tooLong === undefined) return undefined;
  const [field] = tooLong;
  const pointer = /^\w{1,30}$/.test(field) ? `#/${field}` : '#';
  return { pointer, detail: `a list must not have more than ${maxItems} elements` };
}

type Where = (path: readonly string[]) => Omit<FieldError, 'detail'>;

function fieldErrors(error: z.ZodError | undefined, where: Where): readonly FieldError[] {
  return (error?.issues ?? []).slice(0, maxErrors).map((issue) => ({
    ...where(issue.path.map(String)),
    detail: issue.code === 'unrecognized_keys' ? unknownFields(issue.keys) : issue.message,
  }));
}

const maxErrors = 20;

/** Only names that are plain words are repeated: any other may be a token. */
function unknownFields(fields: readonly string[]): string {
  const plain = fields.filter((field) => /^\w{1,30}$/.test(field)).slice(0, 10);
  return plain.length > 0 ? `unknown: ${plain.join(', ')}` : 'the request has unknown fields';
}
