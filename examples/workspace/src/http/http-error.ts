import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { anthropicError, openaiError } from '../models/provider-errors.js';

/** Ends a request with a status and a message for the caller. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: ContentfulStatusCode;

  constructor(status: ContentfulStatusCode, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Responds with an error in the format that clients of this path understand. SDKs and Claude Code repeat a failed
 * request unless the response says that this is useless.
 */
export function respondWithError(c: Context, status: ContentfulStatusCode, message: string): Response {
  if (status < 500 && status !== 429) c.header('X-Should-Retry', 'false');
  return c.json(errorBody(c.req.path, status, message), status);
}

function errorBody(path: string, status: ContentfulStatusCode, message: string): object {
  if (isUnder(path, '/api/anthropic')) return anthropicError(status, message);
  if (isUnder(path, '/api/openai')) return openaiError(status, message);
  return { error: message };
}

function isUnder(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}
