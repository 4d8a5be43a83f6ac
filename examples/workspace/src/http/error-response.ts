import { isFault } from '@postern/core';
import { problemCodeOf, problems } from '@postern/management';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { DatabaseUnavailableError } from '../database/database.js';
import { logUnexpected, type WriteLine } from '../log.js';
import { TooManySignInsError } from '../people/passwords.js';
import { HttpError, respondWithError } from './http-error.js';

/** Creates the handler of thrown errors. An error that is not for the caller is logged, and gets a plain 500. */
export function errorHandler(log: WriteLine): (error: Error, c: Context) => Response {
  return (error, c) => {
    const { status, message, retry } = classify(error);
    if (status === 500 || error instanceof DatabaseUnavailableError) logUnexpected(log, error);
    if (retry === true) c.header('Retry-After', '1');
    // The rest of the body is not read (RFC 9112 §9.6).
    if (status === 413) c.header('Connection', 'close');
    // Compressed bodies are not accepted (RFC 9110 §15.5.16).
    if (status === 415) c.header('Accept-Encoding', 'identity');
    return respondWithError(c, status, message);
  };
}

/** The response for a path without a route. */
export function respondNotFound(c: Context): Response {
  return respondWithError(c, 404, 'this route does not exist');
}

/** The response if a path does not allow this method. */
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
