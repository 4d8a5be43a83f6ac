import { type ApiKeys, isPosternError, PosternError, type PosternErrorCode } from '@postern/core';
import { safeCause } from '@postern/core/ports';
import { type ProblemDocument, problemContentType, refusalCacheControl } from '@postern/http';
import { type ProblemCode, statusOfCode } from './problem-codes.js';

/** What is wrong with one field of a body, or with one parameter of a query. It quotes nothing that was sent. */
export interface FieldError {
  /** Where in the body, as a JSON Pointer (RFC 6901) in the form of a fragment: `#/name`. */
  readonly pointer?: string;
  /** Which parameter of the query. */
  readonly parameter?: string;
  readonly detail: string;
}

/**
 * A problem document with what is wrong with each field.
 *
 * @see RFC 9457 §3
 */
export interface ManagementProblem extends ProblemDocument {
  readonly code: ProblemCode;
  readonly errors?: readonly FieldError[];
}

interface ProblemParts {
  readonly code: ProblemCode;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
}

/** Ends a request with a problem document. Thrown within the package alone. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: ManagementProblem;

  constructor({ code, title, detail, errors }: ProblemParts) {
    super(title);
    const type = `urn:problem-type:postern:${code}`;
    const status = statusOfCode[code];
    this.problem = { type, title, status, detail, code, ...(errors !== undefined && { errors }) };
  }
}

/** Makes the error for input that is not what the operation takes. */
export function invalidRequest(errors: readonly FieldError[]): ProblemError {
  return new ProblemError({
    code: 'invalid_request',
    title: 'The request is not valid',
    detail: errors.map(({ detail }) => detail).join('; '),
    errors,
  });
}

/** Makes the response of a problem. No cache keeps it. */
export function problemResponse(problem: ManagementProblem, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...headers, 'Content-Type': problemContentType, 'Cache-Control': refusalCacheControl },
  });
}

interface Refusal {
  readonly title: string;
  /** The field of a body that the error is about. */
  readonly field?: string;
}

/** How each of Postern's errors about a request is answered. Their messages are written to be shown. */
const refusals = {
  ERR_INVALID_ARGUMENT: { title: 'The request is not valid' },
  ERR_INVALID_NAME: { title: 'The name is not valid', field: 'name' },
  ERR_INVALID_SCOPES: { title: 'The scopes are not valid', field: 'scopes' },
  ERR_INVALID_EXPIRY: { title: 'The expiry is not valid', field: 'expiresAt' },
  ERR_INVALID_CURSOR: { title: 'The cursor is not valid' },
  ERR_SCOPES_NOT_GRANTED: { title: 'These scopes cannot be granted', field: 'scopes' },
  ERR_FORBIDDEN: { title: 'You may not do this' },
  ERR_OWNER_INACTIVE: { title: 'The owner is not active' },
  ERR_KEY_NOT_FOUND: { title: 'There is no such key' },
  ERR_KEY_NOT_LIVE: { title: 'The key is not live' },
  ERR_ALREADY_ISSUED: { title: 'The key that this request issued is in use' },
  ERR_VERSION_MISMATCH: { title: 'The key was changed since you saw it' },
} as const satisfies Partial<Record<PosternErrorCode, Refusal>>;

type RefusalCode = keyof typeof refusals;

/** Answers an error of Postern about the request. `undefined`: it is something else, such as a fault. */
export function answerPosternError(error: unknown): Response | undefined {
  if (!isPosternError(error) || !isRefusal(error.code)) return undefined;
  const { title, field }: Refusal = refusals[error.code];
  const detail = error.message;
  const errors = field === undefined ? undefined : [{ pointer: `#/${field}`, detail }];
  const code = problemCodeOf(error.code);
  return problemResponse(new ProblemError({ code, title, detail, ...(errors && { errors }) }).problem);
}

function isRefusal(code: PosternErrorCode): code is RefusalCode {
  return Object.hasOwn(refusals, code);
}

/** `invalid_name` for `ERR_INVALID_NAME`. */
type ProblemCodeOf<Code extends PosternErrorCode> = Code extends `ERR_${infer Rest}`
  ? Lowercase<Rest>
  : never;

function problemCodeOf<Code extends PosternErrorCode>(code: Code): ProblemCodeOf<Code> {
  return code.slice('ERR_'.length).toLowerCase() as ProblemCodeOf<Code>;
}

/** Answers a fault: the change was not refused, and it may have been made. */
export function answerFault(error: unknown): Response {
  const isOverload = isPosternError(error) && error.code === 'ERR_OVERLOADED';
  const retryAfterMs = isOverload ? error.retryAfterMs : 1_000;
  const { problem } = new ProblemError({
    code: 'temporarily_unavailable',
    title: 'This cannot be done at the moment',
    detail: 'The service could not finish this. Check whether the change was made before you try again.',
  });
  return problemResponse(problem, { 'Retry-After': String(Math.ceil(retryAfterMs / 1_000)) });
}

/** Emits a `fault` for an error that a function of the host threw, which a 503 alone would hide. Core reports its own faults. */
export function reportUnexpected(keys: Pick<ApiKeys, 'emit'>, error: unknown): void {
  if (isPosternError(error)) return;
  const message = 'a function of the host threw; see the cause';
  const unexpected = new PosternError('ERR_UNEXPECTED', message, { cause: safeCause(error) });
  keys.emit({ type: 'fault', code: 'ERR_UNEXPECTED', error: unexpected });
}
