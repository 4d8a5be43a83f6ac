import vary from 'vary';
import type { HttpRefusal, ProblemDocument, ProblemResponse, RefusalCode } from './http-refusal.js';

const byCode = {
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
  const { status, title } = byCode[code];
  const headers = {
    ...(challenge !== undefined && { 'WWW-Authenticate': challenge }),
    ...(retryAfterMs !== undefined && { 'Retry-After': wholeSeconds(retryAfterMs) }),
  };
  return Object.freeze({ ...buildResponse({ code, title, status, detail }, headers), status, code, reason });
}

/** Builds an answer that no cache keeps. It is shared between requests, so nobody can change it. */
function buildResponse(
  problem: Omit<ProblemDocument, 'type'> & Pick<ProblemResponse, 'status'>,
  headers: Readonly<Record<string, string>> = {},
): ProblemResponse {
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

/**
 * Makes the answer of a route whose requirement can't be judged, since `apiKeyAuth`, with the same keys, did not run
 * before it. A mistake in the service's own set-up: the text is for whoever wrote it.
 *
 * @param requirement The name of the middleware that was to judge.
 * @param hint A sentence that says why it may not be found in this framework. Default: none.
 * @example
 * const { status, headers, problem } = authenticationMissing('requireScopes');
 */
export function authenticationMissing(requirement: string, hint?: string): ProblemResponse {
  const detail = `${requirement} found nobody authenticated: apiKeyAuth, with the same keys, must run before it on this route.`;
  return buildResponse({
    code: 'misconfigured',
    title: 'The service is not set up correctly',
    status: 500,
    detail: hint === undefined ? detail : `${detail} ${hint}`,
  });
}

/** What a response depends on, whichever of the two a route takes. */
const varyNames = ['Authorization', 'X-Api-Key'];
/** Merged with nothing, as for most responses: there is nothing to read then. */
const mergedWithNothing = varyNames.join(', ');

/**
 * Says that another attempt would get the same response. No RFC defines this header, but the SDKs of Anthropic and OpenAI
 * obey it, and without it Claude Code repeats even a 401 for minutes. A 503 has `Retry-After` instead, which they obey too.
 */
const noRetry: Readonly<Record<'X-Should-Retry', 'false'>> = { 'X-Should-Retry': 'false' };

/** The headers that only refusals have. */
export const refusalOnlyHeaderNames: readonly string[] = [
  'WWW-Authenticate',
  'Retry-After',
  'X-Should-Retry',
];

/** All headers of a refusal. An `onRefused` can neither change nor add any of them: it only writes the body. */
export const refusalHeaderNames: readonly string[] = [...refusalOnlyHeaderNames, 'Cache-Control', 'Vary'];

/**
 * The `Cache-Control` of a response whose handler set none. `x-api-key` has none of the protection that
 * RFC 9111 §3.5 gives `Authorization`.
 */
export const defaultCacheControl = 'private, no-store';

/** The `Cache-Control` of every refusal. */
export const refusalCacheControl = 'no-store';

/**
 * Adds what every response behind the middleware depends on to the `Vary` that is there.
 *
 * @example
 * mergeVary('Origin'); // 'Origin, Authorization, X-Api-Key'
 */
export function mergeVary(present: string | null | undefined): string {
  // H10
  return present ? vary.append(present, varyNames) : mergedWithNothing;
}
