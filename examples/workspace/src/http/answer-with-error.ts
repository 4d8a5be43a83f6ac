import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { anthropicError } from '../models/anthropic-error.js';
import { openaiError } from '../models/openai-error.js';

/** Makes the body of an error in the shape that clients of this path understand. */
export function errorBody(path: string, status: ContentfulStatusCode, message: string): object {
  if (isUnder(path, '/api/anthropic')) return anthropicError(status, message);
  if (isUnder(path, '/api/openai')) return openaiError(status, message);
  return { error: message };
}

function isUnder(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}
