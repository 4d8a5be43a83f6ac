import type { RefusalReason } from '@postern/core';

/**
 * What the caller learns about a refusal, which is less than the reason. It is in the problem document and, if the
 * challenge has an `error`, in the challenge.
 */
export type RefusalCode =
  | 'credential_required'
  | 'invalid_request'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'temporarily_unavailable';

/**
 * A body in `application/problem+json`. Nothing in it comes from the request.
 *
 * @see RFC 9457
 */
export interface ProblemDocument {
  /** One absolute URI per code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
}

/** A response with a problem document, for an adapter to send. */
export interface ProblemResponse {
  readonly status: 400 | 401 | 403 | 500 | 503;
  /** With their usual spelling. The `Content-Type` is not among them: it belongs to the body. */
  readonly headers: Readonly<Record<string, string>>;
  readonly problem: ProblemDocument;
}

/** A refusal as an HTTP response. */
export interface HttpRefusal extends ProblemResponse {
  readonly status: 400 | 401 | 403 | 503;
  readonly code: RefusalCode;
  /** Only for the host. To the caller, a revoked key looks like one that never existed. */
  readonly reason: RefusalReason | 'no_credential' | 'ambiguous_request' | 'unavailable';
}

/** The `Content-Type` of a problem document. */
export const problemContentType = 'application/problem+json';
