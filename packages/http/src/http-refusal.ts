import type { RefusalReason } from '@postern/core';

/** What the caller learns of a refusal: coarser than the reason. Stands in the challenge and in the problem document. */
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

/** An answer in terms of HTTP, for an adapter to write. */
export interface ProblemResponse {
  readonly status: 400 | 401 | 403 | 500 | 503;
  /** By their usual spelling. The `Content-Type` is the body's and not among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly problem: ProblemDocument;
}

/** A refusal in terms of HTTP. */
export interface HttpRefusal extends ProblemResponse {
  readonly status: 400 | 401 | 403 | 503;
  readonly code: RefusalCode;
  /** For the host alone: to the caller, a revoked key looks like one that never was. */
  readonly reason: RefusalReason | 'no_credential' | 'ambiguous_request' | 'unavailable';
}

/** The `Content-Type` of a problem document. */
export const problemContentType = 'application/problem+json';
