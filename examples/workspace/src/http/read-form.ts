import { readForm as readBodyForm } from '@postern/management';
import type { Context } from 'hono';
import { HttpError } from './http-error.js';

/**
 * Reads a form. No page here sends files, so multipart bodies are not parsed.
 *
 * @throws {HttpError} 400, 413 or 415.
 */
export async function readForm(c: Context, maxBytes: number): Promise<URLSearchParams> {
  const form = await readBodyForm(c.req.raw, maxBytes);
  if (form.ok) return form.fields;
  throw new HttpError(form.status, form.message);
}
