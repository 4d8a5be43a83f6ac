import vary from 'vary';
import type { HttpRefusal, ProblemDocument, ProblemResponse, RefusalCode } from './http-refusal.js';

const byCode = {
  credential_required: { status: 401, title: 'An API key is required' },
  invalid_request: { status: 400, title: 'The request must carry exactly one API key' },
  invalid_token: { status: 401, title: 'The API key is not valid' },
  insufficient_scope: { status: 403, title: 'The API key is not allowed to do this' },
  temporarily_unavailable: { status: 503, title: 'The API key cannot be verified at the moment' },
} as const satisfies Record<RefusalCode, { readonly status: number; readonly title: string }>;

/** The parts in which refusals differ. */
interface RefusalParts {
  readonly code: RefusalCode;
  readonly reason: HttpRefusal['reason'];
  readonly detail: string;
  /** The value of `WWW-Authenticate`. */
  readonly challenge?: string;
  /** How long to wait before another attempt, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** Builds a refusal. Its code determines the status and the title. */
export function buildRefusal({ code, reason, detail, challenge, retryAfterMs }: RefusalParts): HttpRefusal {
  const { status, title } = byCode[code];
  const headers = {
    ...(challenge !== undefined && { 'WWW-Authenticate': challenge }),
    ...(retryAfterMs !== undefined && { 'Retry-After': wholeSeconds(retryAfterMs) }),
  };
  return Object.freeze({ ...buildResponse({ code, title, status, detail }, headers), status, code, reason });
}

/** Builds a response that no cache stores. It is shared between requests, so it is frozen. */
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

/** `Retry-After` takes whole seconds, and 0 would invite a storm of retries. */
function wholeSeconds(ms: number): string {
  return String(Math.max(1, Math.ceil(ms / 1_000)));
}

/**
 * Creates the response of a route whose requirement can't be checked because `apiKeyAuth`, with the same keys, did
 * not run before it. This is a mistake in the service, so the text is for its developers.
 *
 * @param requirement The name of the middleware that checks the requirement.
 * @param hint A sentence with a likely cause in this framework. Default: none.
 * @param guard The adapter's name for `apiKeyAuth`. Default: `apiKeyAuth`.
 * @example
 * const { status, headers, problem } = authenticationMissing('requireScopes');
 */
export function authenticationMissing(
  requirement: string,
  hint?: string,
  guard = 'apiKeyAuth',
): ProblemResponse {
  const detail = `${requirement} needs ${guard}, with the same keys, to run first on this route.`;
  return buildResponse({
    code: 'misconfigured',
    title: 'The service is misconfigured',
    status: 500,
    detail: hint === undefined ? detail : `${detail} ${hint}`,
  });
}

/** The headers that every response depends on, whichever of them a route accepts. */
const varyNames = ['Authorization', 'X-Api-Key'];
/** The result for most responses, which have no `Vary` to merge with. */
const varyOfMost = varyNames.join(', ');

/**
 * Tells clients that another attempt would get the same response. No RFC defines this header, but the SDKs of
 * Anthropic and OpenAI obey it, and without it Claude Code retries even a 401 for minutes. A 503 has `Retry-After`
 * instead, which they obey too.
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
 * The `Cache-Control` of a response whose handler set none. It is needed because caches treat requests with
 * `x-api-key` like any other: RFC 9111 §3.5 only protects those with `Authorization`.
 */
export const defaultCacheControl = 'private, no-store';

/** The `Cache-Control` of every refusal. */
export const refusalCacheControl = 'no-store';

/**
 * Adds the headers that every response after the middleware depends on to an existing `Vary`.
 *
 * @example
 * mergeVary('Origin'); // 'Origin, Authorization, X-Api-Key'
 */
export function mergeVary(present: string | null | undefined): string {
  // H10
  return present ? vary.append(present, varyNames) : varyOfMost;
}
