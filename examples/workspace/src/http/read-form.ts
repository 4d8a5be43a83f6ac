import { readForm as readBodyForm } from '@postern/management';
import type { Context } from 'hono';
import { HttpError } from './http-error.js';

/**
 * Reads a form of texts: no page here sends a file, so nothing of another type is parsed.
 *
 * @throws {HttpError} 400, 413 or 415.
 */
export async function readForm(c: Context, maxBytes: number): Promise<URLSearchParams> {
  const form = await readBodyForm(c.req.raw, maxBytes);
  if (form.ok) return form.fields;
  throw new HttpError(form.status, form.message);
}
