import type { Actor, ApiKeys, Owner } from '@postern/core';
import type { z } from 'zod';
import { type FieldError, invalidRequest } from './problem.js';
import { maxItems } from './schemas.js';

/** What an operation runs on. Owner and actor never come from a body. */
export interface Call {
  readonly keys: ApiKeys;
  readonly owner: Owner;
  readonly actor: Actor;
  /** As it stands in the path; empty where the path names no key. */
  readonly keyId: string;
  /** Of the key, as `If-Match` has it. `undefined`: any. */
  readonly expectedVersion: string | undefined;
  /** As `Idempotency-Key` has it. */
  readonly idempotencyKey: string | undefined;
}

/** What was sent, not looked at yet. */
interface Sent {
  readonly query: unknown;
  readonly body: unknown;
}

/** What an operation answers. */
export interface Answer<Result> {
  readonly body: Result;
  /** Where what was made can be read, relative to the path of the request. */
  readonly location?: string;
  /** Of the key that is answered: its entity tag. */
  readonly version?: string;
}

type Method = 'get' | 'post' | 'patch' | 'delete';

/** What is said of an operation, by its routes and by the document. */
interface Described {
  /** Names it in the document: a verb, and what it does it to. The kind of the owner goes between. */
  readonly id: readonly [verb: string, noun: string];
  readonly method: Method;
  /** Below the owner; `{keyId}` names the key. */
  readonly path: string;
  readonly summary: string;
  /** What it does, beyond its summary. */
  readonly details: string;
  /** The status of success. */
  readonly status: 200 | 201 | 204;
  /** All that its body may say has a default: it may be sent without one. */
  readonly needsNoBody?: true;
  /** It changes a key that is there: it takes `If-Match`. */
  readonly takesVersion?: true;
  /** It issues a key: it takes `Idempotency-Key`. */
  readonly takesIdempotencyKey?: true;
  /** It returns a key, with its `ETag`. */
  readonly sendsVersion?: true;
  /** It creates a key: the response says where it is, in `Location`. */
  readonly sendsLocation?: true;
  /** What an answer means, and what else there may be but 401, 403, 404, 422 and 503. */
  readonly description: string;
  readonly otherStatuses?: readonly (409 | 413 | 415)[];
}

/** One thing that can be done to keys over HTTP: its input, its output and what it does. */
interface OperationParts<Query, Body, Result> extends Described {
  readonly query: z.ZodType<Query>;
  /** `undefined`: it takes no body. */
  readonly body: z.ZodType<Body> | undefined;
  /** `undefined`: its answer has no body. */
  readonly result: z.ZodType<Result> | undefined;
  readonly run: (call: Call & { readonly query: Query; readonly body: Body }) => Promise<Answer<Result>>;
}

/** An operation, whatever its input. */
export interface Operation extends Described {
  readonly query: z.ZodType;
  readonly body: z.ZodType | undefined;
  readonly result: z.ZodType | undefined;
  /**
   * Runs it on what was sent.
   *
   * @throws {ProblemError} with what is wrong with each field; `PosternError`.
   */
  readonly run: (call: Call, sent: Sent) => Promise<Answer<unknown>>;
}

/** Makes an operation whose `run` gets what its schemas let through. */
export function operation<Query, Body, Result>(parts: OperationParts<Query, Body, Result>): Operation {
  return {
    ...parts,
    run(call, sent) {
      const tooMany = tooManyItems(sent.body);
      // F12 elements
      if (tooMany !== undefined) throw invalidRequest([tooMany]);
      const query = parts.query.safeParse(sent.query);
      const body = parts.body?.safeParse(sent.body);
      const errors = [
        ...fieldErrors(query.error, (path) => ({ parameter: path.join('.') })),
        ...fieldErrors(body?.error, (path) => ({ pointer: ['#', ...path].join('/') })),
      ];
      if (errors.length > 0) throw invalidRequest(errors);
      return parts.run({ ...call, query: query.data as Query, body: body?.data as Body });
    },
  };
}

/**
 * Finds a list or body with more elements than any operation takes. A schema would check all of them before it counts
 * them, and create an issue for each one that is wrong, which would block the event loop.
 */
function tooManyItems(body: unknown): FieldError | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const values = Object.values(body);
  if (values.length > maxItems) return { pointer: '#', detail: `more than ${maxItems} fields` };
  const field = Object.keys(body).find((_, at) => Array.isArray(values[at]) && values[at].length > maxItems);
  if (field === undefined) return undefined;
  const pointer = /^\w{1,30}$/.test(field) ? `#/${field}` : '#';
  return { pointer, detail: `a list must not have more than ${maxItems} elements` };
}

type Where = (path: readonly string[]) => Omit<FieldError, 'detail'>;

function fieldErrors(error: z.ZodError | undefined, where: Where): readonly FieldError[] {
  return (error?.issues ?? []).slice(0, mostErrors).map((issue) => ({
    ...where(issue.path.map(String)),
    detail: issue.code === 'unrecognized_keys' ? unknownFields(issue.keys) : issue.message,
  }));
}

const mostErrors = 20;

/** A name that is no plain word is not repeated: somebody may have put a token there. */
function unknownFields(fields: readonly string[]): string {
  const plain = fields.filter((field) => /^\w{1,30}$/.test(field)).slice(0, 10);
  return plain.length > 0 ? `unknown: ${plain.join(', ')}` : 'there are unknown fields';
}
