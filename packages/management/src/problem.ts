import { type AnyPosternError, type ApiKeys, isPosternError, PosternError } from '@postern/core';
import { safeCause } from '@postern/core/ports';
import { type ProblemDocument, problemContentType, refusalCacheControl } from '@postern/http';
import { type ProblemCode, problemCodeOf, problems } from './problem-codes.js';
import type { BodyText } from './read-body.js';

/** What is wrong with one field of a body, or with one parameter of a query. It never quotes a value that was sent. */
export interface FieldError {
  /** Where in the body: a JSON Pointer (RFC 6901) as a URI fragment, such as `#/name`. */
  readonly pointer?: string;
  /** The parameter of the query. */
  readonly parameter?: string;
  readonly detail: string;
}

/**
 * A problem document that says what is wrong with each field, or which bound was exceeded.
 *
 * @see RFC 9457 §3
 */
export interface ManagementProblem extends ProblemDocument {
  readonly code: ProblemCode;
  readonly errors?: readonly FieldError[];
  /** Of `too_many_keys`: how many keys the owner may have. */
  readonly limit?: number;
  /** Of `invalid_expiry`: the latest instant at which the key could expire. */
  readonly latest?: string;
}

/** Ends a request with a problem document. Only thrown within this package. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: ManagementProblem;

  constructor(code: ProblemCode, detail: string, errors?: readonly FieldError[]) {
    const { status, title } = problems[code];
    super(title);
    const type = `urn:problem-type:postern:${code}`;
    this.problem = { type, title, status, detail, code, ...(errors !== undefined && { errors }) };
  }
}

/** Creates the error for input that an operation does not accept. */
export function invalidRequest(errors: readonly FieldError[]): ProblemError {
  return new ProblemError('invalid_request', errors.map(({ detail }) => detail).join('; '), errors);
}

/** Creates the response for a problem. No cache may keep it. */
export function problemResponse(problem: ManagementProblem, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...headers, 'Content-Type': problemContentType, 'Cache-Control': refusalCacheControl },
  });
}

/** Creates the response for a problem that ended a request. */
export function problemErrorResponse({ problem }: ProblemError): Response {
  return problemResponse(problem, headersOf(problem));
}

function headersOf({ status }: ManagementProblem): Record<string, string> {
  // The rest of the body is not read, so the connection must close (RFC 9112 §9.6).
  if (status === 413) return { Connection: 'close' };
  // No content coding is accepted (RFC 9110 §15.5.16).
  return status === 415 ? { 'Accept-Encoding': 'identity' } : {};
}

/** Creates the response for a method that a path does not have. */
export function methodNotAllowed(detail: string, methods: readonly string[]): Response {
  const { problem } = new ProblemError('method_not_allowed', detail);
  return problemResponse(problem, { Allow: methods.join(', ') });
}

const bodyCodes = { 400: 'unreadable_body', 413: 'body_too_long', 415: 'not_utf8' } as const;

/** Creates the error for a body that was not read. */
export function refusedBody({ status, message }: Extract<BodyText, { ok: false }>): ProblemError {
  return new ProblemError(bodyCodes[status], message);
}

/** The fields of a body that errors are about. */
const fieldOfProblem: Readonly<Partial<Record<ProblemCode, string>>> = {
  invalid_name: 'name',
  invalid_scopes: 'scopes',
  invalid_expiry: 'expiresAt',
  scopes_not_granted: 'scopes',
};

/**
 * Creates the response for an error of Postern about the request. `undefined`: it is something else, such as a fault.
 */
export function requestErrorResponse(error: unknown): Response | undefined {
  const code = problemCodeOf(error);
  if (code === undefined || !isPosternError(error)) return undefined;
  const field = fieldOfProblem[code];
  const detail = error.message;
  const errors = field === undefined ? undefined : [{ pointer: `#/${field}`, detail }];
  return problemResponse({ ...new ProblemError(code, detail, errors).problem, ...boundsOf(error) });
}

function boundsOf(error: AnyPosternError): Pick<ManagementProblem, 'limit' | 'latest'> {
  if (error.code === 'ERR_TOO_MANY_KEYS') return { limit: error.limit };
  return error.code === 'ERR_INVALID_EXPIRY' ? { latest: error.latest.toISOString() } : {};
}

/** Creates the response for a fault: the change was not refused, and it may have been made. */
export function faultResponse(error: unknown): Response {
  const isOverload = isPosternError(error) && error.code === 'ERR_OVERLOADED';
  const retryAfterMs = isOverload ? error.retryAfterMs : 1_000;
  const { problem } = new ProblemError(
    'temporarily_unavailable',
    'The service could not finish this. Check whether the change was made before you try again.',
  );
  return problemResponse(problem, { 'Retry-After': String(Math.ceil(retryAfterMs / 1_000)) });
}

/**
 * Emits a `fault` for an error that a function of the host threw, which a 503 alone would hide. Core reports its own
 * faults.
 */
export function reportUnexpected(keys: Pick<ApiKeys, 'emit'>, error: unknown): void {
  if (isPosternError(error)) return;
  const message = 'a function of the host threw; see the cause';
  const unexpected = new PosternError('ERR_UNEXPECTED', message, { cause: safeCause(error) });
  keys.emit({ type: 'fault', code: 'ERR_UNEXPECTED', error: unexpected });
}
