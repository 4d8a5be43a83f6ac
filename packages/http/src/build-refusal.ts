import type { HttpAnswer, HttpRefusal, ProblemDocument, RefusalCode } from './http-refusal.js';
import { mergeVary, noRetry, refusalCacheControl } from './response-headers.js';

const answers = {
  credential_required: { status: 401, title: 'An API key is required' },
  invalid_request: { status: 400, title: 'The request must carry exactly one API key' },
  invalid_token: { status: 401, title: 'The API key is not valid' },
  insufficient_scope: { status: 403, title: 'The API key may not do this' },
  temporarily_unavailable: { status: 503, title: 'The API key cannot be verified at the moment' },
} as const satisfies Record<RefusalCode, { readonly status: number; readonly title: string }>;

/** What makes one refusal different from another. */
interface RefusalParts {
  readonly code: RefusalCode;
  readonly reason: HttpRefusal['reason'];
  readonly detail: string;
  /** The value of `WWW-Authenticate`. */
  readonly challenge?: string;
  /** After how long another attempt makes sense, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** Builds a refusal: status and title come with the code. */
export function buildRefusal({ code, reason, detail, challenge, retryAfterMs }: RefusalParts): HttpRefusal {
  const { status, title } = answers[code];
  const headers = {
    ...(challenge !== undefined && { 'WWW-Authenticate': challenge }),
    ...(retryAfterMs !== undefined && { 'Retry-After': wholeSeconds(retryAfterMs) }),
  };
  return Object.freeze({ ...buildAnswer({ code, title, status, detail }, headers), status, code, reason });
}

/** Builds an answer that no cache keeps. It is shared between requests, so nobody can change it. */
export function buildAnswer(
  problem: Omit<ProblemDocument, 'type'> & Pick<HttpAnswer, 'status'>,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return Object.freeze({
    status: problem.status,
    headers: Object.freeze({
      ...headers,
      ...(problem.status !== 503 && noRetry),
      'Cache-Control': refusalCacheControl,
      Vary: mergeVary(''),
    }),
    problem: Object.freeze({ type: `urn:problem-type:postern:${problem.code}`, ...problem }),
  });
}

/** `Retry-After` knows no fraction, and 0 would ask for a storm. */
function wholeSeconds(ms: number): string {
  return String(Math.max(1, Math.ceil(ms / 1_000)));
}
