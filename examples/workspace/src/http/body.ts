import { hasMediaType, readBody, readForm as readBodyForm } from '@postern/management';
import type { Context } from 'hono';
import { HttpError } from './http-error.js';
import { isStorableJson } from './storable-text.js';

/** A JSON object as it was received. */
export type Fields = Readonly<Record<string, unknown>>;

/** How long a body may be, in bytes, if the route does not say otherwise. */
const maxBodyBytes = 16 * 1024;

/**
 * Reads a body as UTF-8.
 *
 * @throws {HttpError} 400, 413 or 415. The message quotes nothing of the body.
 */
export async function readBodyText(c: Context, maxBytes = maxBodyBytes): Promise<string> {
  const body = await readBody(c.req.raw, maxBytes);
  if (body.ok) return body.text;
  throw new HttpError(body.status, body.message);
}

/**
 * Parses a JSON object.
 *
 * @throws {HttpError} 400 if it is not one, 422 if it contains a text that can't be stored. Neither message quotes it.
 */
export function parseObject(text: string): Fields {
  const body = parseJson(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new HttpError(400, 'the body must be a JSON object');
  }
  return body as Fields;
}

/**
 * Parses JSON, of any type.
 *
 * @throws {HttpError} 400 if it does not parse, 422 if it contains a text that can't be stored. Neither message quotes
 * it.
 */
export function parseJson(text: string): unknown {
  if (text.trim() === '') throw new HttpError(400, 'the body is empty; send JSON');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new HttpError(400, 'the body is not JSON');
  }
  if (!isStorableJson(text, body)) {
    throw new HttpError(422, 'a text in the body contains NUL (U+0000) or half of a surrogate pair');
  }
  return body;
}

/**
 * Reads a JSON object with certain fields and no others. Requires the media type: a browser can send forms and plain
 * text across sites without a preflight request, but not JSON. Unknown fields are refused rather than ignored: someone
 * who sends `owner` expects it to have an effect.
 */
export async function readFields<const Name extends string>(
  c: Context,
  names: readonly Name[],
): Promise<Readonly<Partial<Record<Name, unknown>>>> {
  if (!hasMediaType(c.req.raw, 'application/json'))
    throw new HttpError(415, 'send the body as Content-Type: application/json');
  const body = parseObject(await readBodyText(c));
  const unknown = Object.keys(body).filter((field) => !names.some((name) => name === field));
  if (unknown.length === 0) return body as Readonly<Partial<Record<Name, unknown>>>;
  const named = unknown.filter((field) => /^\w{1,30}$/.test(field)).slice(0, 10);
  throw new HttpError(
    422,
    `unknown fields${named.length > 0 ? `: ${named.join(', ')}` : ''}; use only ${names.join(', ')}`,
  );
}

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
