import { type ApiKeys, isPosternError } from '@postern/core';
import { checkOptions, invalidConfig } from '@postern/core/ports';
import type { GitHubKeys } from './github-keys.js';
import { claimsToBeGitHub, findSigningKey, isSignedBy } from './github-signature.js';
import { labelsOf, matchesIn, reportAll, tokensIn } from './leak-reports.js';
import { bodyRoom, limiter } from './limiter.js';
import {
  methodNotAllowed,
  ProblemError,
  problemErrorResponse,
  problemResponse,
  refusedBody,
  reportUnexpected,
} from './problem.js';
import { decodeBody, readBody, readRawBody } from './read-body.js';
import { parseJson } from './read-json.js';

/** Who may send reports, besides everyone. */
export interface LeakHandlerOptions {
  /**
   * GitHub's public keys, such as `githubKeys()`. With them, the handler also accepts reports in the form of GitHub's
   * secret scanning, and answers them. Default: it does not.
   */
  readonly github?: GitHubKeys | undefined;
}

/** Responds to reports of leaked keys. Never rejects. */
export type LeakHandler = (request: Request) => Promise<Response>;

/** Enough for 100 tokens, with white space between them. */
const maxBodyBytes = 16 * 1_024;
/** Enough for some thousand matches. A longer body could come in more chunks than are read. */
const maxGitHubBodyBytes = 1_024 * 1_024;

/**
 * How many requests report tokens at the same time. They are fewer than the hash queue has room for, so that it never
 * refuses one, which would show that a key exists.
 */
const maxReporting = 16;

/**
 * Creates the handler of `POST /leaked-keys`, to which anyone can report leaked tokens, as `{ "token": "…" }` or
 * `{ "tokens": ["…"] }`. Every such report gets the same response, whether or not a token was one of a key. Mount it
 * below any path.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if `github` has no method `find`.
 * @example
 * const leaks = leakHandler(keys, { github: githubKeys() });
 * app.mount('/security', leaks); // POST /security/leaked-keys
 */
export function leakHandler(
  keys: Pick<ApiKeys, 'reportLeak' | 'emit'>,
  options: LeakHandlerOptions = {},
): LeakHandler {
  checkOptions(options, { of: 'leakHandler', names: ['github'] });
  const { github } = options;
  if (github !== undefined && typeof github?.find !== 'function')
    throw invalidConfig('leakHandler: github must have the method find, as githubKeys() has');
  const limits = { anyone: limiter(maxReporting), github: limiter(maxReporting) };
  const room = bodyRoom(32 * maxGitHubBodyBytes, 10_000);

  async function reportByAnyone(request: Request): Promise<Response> {
    const tokens = tokensIn(parseJson(request, await readBody(request, maxBodyBytes)));
    const reported = await limits.anyone.run(() => reportAll(keys, tokens, 'an anonymous caller'));
    return reported === undefined ? unavailable() : Response.json(thanks, { status: 202 });
  }

  async function reportByGitHub(request: Request, from: GitHubKeys): Promise<Response> {
    const key = await findSigningKey(from, request).catch((error: unknown) => {
      if (isPosternError(error)) keys.emit({ type: 'fault', code: error.code, error });
      throw error;
    });
    if (key === undefined) throw unsigned;
    const body = await room.share(request, (bounded) => readRawBody(bounded, maxGitHubBodyBytes));
    if (body === 'no_room') return unavailable();
    if (!body.ok) throw refusedBody(body);
    // L02
    if (!isSignedBy(key, request, body.bytes)) throw unsigned;
    const matches = matchesIn(parseJson(request, decodeBody(body.bytes)));
    const tokens = matches.map(({ token }) => token);
    const leaked = await limits.github.run(() => reportAll(keys, tokens, 'GitHub'));
    if (leaked === undefined) return unavailable();
    return Response.json(await labelsOf(matches, leaked));
  }

  async function respond(request: Request): Promise<Response> {
    // TRACE first: no `Request` can have this method, so anything that builds one would throw.
    if (request.method === 'TRACE') return methodNotAllowed('TRACE is not supported.', ['POST']);
    if (new URL(request.url).pathname !== '/leaked-keys') throw notFound;
    if (request.method !== 'POST') return methodNotAllowed('Use POST.', ['POST']);
    if (github !== undefined && claimsToBeGitHub(request)) return reportByGitHub(request, github);
    return reportByAnyone(request);
  }

  return async (request) => {
    const response = await respond(request).catch((error: unknown) => {
      if (error instanceof ProblemError) return problemErrorResponse(error);
      reportUnexpected(keys, error);
      return unavailable();
    });
    response.headers.set('X-Content-Type-Options', 'nosniff');
    response.headers.set('Cache-Control', 'no-store');
    return response;
  };
}

const thanks = { message: 'Thank you for the report.' };

const notFound = new ProblemError(
  'not_found',
  'Reports of leaked keys go to /leaked-keys, below the path that the handler is mounted at.',
);
/** The same whatever is wrong: an identifier that GitHub doesn't have, or a signature that doesn't match the body. */
const unsigned = new ProblemError('invalid_signature', 'The body is not signed with a key of GitHub.');

/** The same for a fault and for too many reports. */
function unavailable(): Response {
  const { problem } = new ProblemError('temporarily_unavailable', 'Send the report again.');
  return problemResponse(problem, { 'Retry-After': '5' });
}
