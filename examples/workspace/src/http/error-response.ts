import { isFault } from '@postern/core';
import { problemCodeOf, problems } from '@postern/management';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { DatabaseUnavailableError } from '../database/database.js';
import { logUnexpected, type WriteLine } from '../log.js';
import { TooManySignInsError } from '../people/passwords.js';
import type { ProblemTexts } from '../texts/areas/problems.js';
import { HttpError, respondWithError } from './http-error.js';
import { wantsPage } from './page-requests.js';
import { CrossSiteError } from './same-origin.js';

/** What a page says about an error. */
type Problem = Exclude<keyof ProblemTexts, 'toKeys'>;

/** Responds with a page about an error. */
export type ProblemPage = (
  c: Context,
  problem: Problem,
  status: ContentfulStatusCode,
) => Response | Promise<Response>;

/** Responds to what can't be done: with a page to people, with JSON to programs. */
export interface ErrorResponses {
  /** For a thrown error. One that is not for the caller is logged, and gets a plain 500. */
  readonly onError: (error: Error, c: Context) => Response | Promise<Response>;
  /** For a path without a route. */
  readonly notFound: (c: Context) => Response | Promise<Response>;
  /** For a path that does not allow this method. */
  readonly notAllowed: (c: Context, methods: readonly string[]) => Response | Promise<Response>;
}

export function errorResponses(log: WriteLine, problemPage: ProblemPage): ErrorResponses {
  return {
    onError(error, c) {
      const { status, message, retry } = classify(error);
      if (status === 500 || error instanceof DatabaseUnavailableError) logUnexpected(log, error);
      if (retry === true) c.header('Retry-After', '1');
      // The rest of the body is not read (RFC 9112 §9.6).
      if (status === 413) c.header('Connection', 'close');
      // Compressed bodies are not accepted (RFC 9110 §15.5.16).
      if (status === 415) c.header('Accept-Encoding', 'identity');
      if (wantsPage(c)) return problemPage(c, problemOf(error, status), status);
      return respondWithError(c, status, message);
    },

    notFound(c) {
      if (wantsPage(c)) return problemPage(c, 'notFound', 404);
      return respondWithError(c, 404, 'this route does not exist');
    },

    notAllowed(c, methods) {
      if (wantsPage(c)) {
        c.header('Allow', methods.join(', '));
        return problemPage(c, 'wrongMethod', 405);
      }
      return respondNotAllowed(c, methods);
    },
  };
}

/** The response to programs if a path does not allow this method. */
export function respondNotAllowed(c: Context, methods: readonly string[]): Response {
  c.header('Allow', methods.join(', '));
  return respondWithError(c, 405, `this route only allows ${methods.join(', ')}`);
}

function classify(error: Error): { status: ContentfulStatusCode; message: string; retry?: boolean } {
  if (error instanceof HttpError) return { status: error.status, message: error.message };
  if (isFault(error) || error instanceof DatabaseUnavailableError || error instanceof TooManySignInsError) {
    return { status: 503, message: 'the service is busy; try again shortly', retry: true };
  }
  const code = problemCodeOf(error);
  if (code !== undefined) return { status: problems[code].status, message: error.message };
  return { status: 500, message: 'something went wrong; the error was logged' };
}

/** A page never shows the message, which is for programmers. */
function problemOf(error: Error, status: ContentfulStatusCode): Problem {
  if (error instanceof CrossSiteError) return 'crossSite';
  switch (status) {
    case 400:
    case 415:
    case 422:
      return 'unreadable';
    case 403:
      return 'notAllowed';
    case 404:
      return 'notFound';
    case 413:
      return 'tooLarge';
    case 503:
      return 'down';
    default:
      return 'broken';
  }
}
