import { hasMediaType } from '@postern/management';
import type { Context } from 'hono';
import { HttpError } from './http-error.js';
import { readBodyText } from './json-body.js';

/**
 * Reads a form of texts: no page here sends a file, so nothing of another type is parsed.
 *
 * @throws {HttpError} 400, 413 or 415.
 */
export async function readForm(c: Context, maxBytes: number): Promise<URLSearchParams> {
  if (!hasMediaType(c.req.raw, 'application/x-www-form-urlencoded'))
    throw new HttpError(415, 'send the form as Content-Type: application/x-www-form-urlencoded');
  return new URLSearchParams(await readBodyText(c, maxBytes));
}
