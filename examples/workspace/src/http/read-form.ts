import type { Context } from 'hono';
import { HttpError } from './http-error.js';

/**
 * Reads a form.
 *
 * @throws {HttpError} 400 where it can't be read.
 */
export function readForm(c: Context): Promise<Readonly<Record<string, string | File>>> {
  return c.req.parseBody<Record<string, string | File>>().catch(() => {
    throw new HttpError(400, 'the form can not be read');
  });
}
