import { buildAnswer } from './build-refusal.js';
import type { HttpAnswer } from './http-refusal.js';

/**
 * Makes the answer of a route whose requirement can't be judged, since `apiKeyAuth`, with the same keys, did not run
 * before it. A mistake in the service's own set-up: the text is for whoever wrote it.
 *
 * @param requirement The name of the middleware that was to judge.
 * @param hint A sentence that says why it may not be found in this framework. Default: none.
 * @example
 * const { status, headers, problem } = authenticationMissing('requireScopes');
 */
export function authenticationMissing(requirement: string, hint?: string): HttpAnswer {
  const detail = `${requirement} found nobody authenticated: apiKeyAuth, with the same keys, must run before it on this route.`;
  return buildAnswer({
    code: 'misconfigured',
    title: 'The service is not set up correctly',
    status: 500,
    detail: hint === undefined ? detail : `${detail} ${hint}`,
  });
}
