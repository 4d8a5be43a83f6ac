import { hasMediaType, readBody } from '@postern/management';
import type { Context } from 'hono';
import { HttpError } from './http-error.js';
import { isStorableJson } from './storable-text.js';

/** A JSON object as it came in. */
export type Fields = Readonly<Record<string, unknown>>;

/** How long a body may be, in bytes, if the route does not say otherwise. */
const maxBodyBytes = 16 * 1024;

/**
 * Reads a body as UTF-8.
 *
 * @throws {HttpError} 400, 413 or 415, which quotes nothing of it.
 */
export async function readBodyText(c: Context, maxBytes = maxBodyBytes): Promise<string> {
  const body = await readBody(c.req.raw, maxBytes);
  if (body.ok) return body.text;
  throw new HttpError(body.status, body.message);
}

/**
 * Reads a text that is a JSON object. What does not parse is 400, and a text that no database would keep 422; the error
 * quotes nothing of it.
 */
export function parseObject(text: string): Fields {
  const body = parseJson(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new HttpError(400, 'the body must be a JSON object');
  }
  if (!isStorableJson(text, body)) {
    throw new HttpError(422, 'a text in the body has NUL (U+0000) or half of a surrogate pair');
  }
  return body as Fields;
}

/**
 * Reads a JSON object with certain fields and no others. A browser sends a form or a text across sites without asking
 * first; JSON it does not. A field that is unknown is refused rather than ignored:
 * whoever sends `owner` believes that it counts.
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
    `unknown fields${named.length > 0 ? `: ${named.join(', ')}` : ''}; this takes ${names.join(', ')}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, 'the body is not JSON');
  }
}
