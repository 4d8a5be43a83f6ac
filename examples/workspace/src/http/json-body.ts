import { refuseLongBodies } from '@postern/management';
import type { Context } from 'hono';
import { errorBody } from './error-body.js';
import { HttpError } from './http-error.js';
import { isStorable } from './storable-text.js';

/** A JSON object as it came in. */
export type Fields = Readonly<Record<string, unknown>>;

/** How long a body may be, in bytes. */
const longestBody = 1024 * 1024;

/** Answers 413 to a body that is too long, before it is read. */
export const limitBody = refuseLongBodies(longestBody, (c) =>
  c.json(errorBody(c.req.path, 413, `the body may have at most ${longestBody} bytes`), 413),
);

/**
 * Reads a body that is a JSON object. What does not parse is 400, and a text that no database would keep 422; the error
 * quotes nothing of it.
 */
export async function readObject(c: Context): Promise<Fields> {
  const body = parseJson(await c.req.text());
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new HttpError(400, 'the body must be a JSON object');
  }
  if (!isStorable(body)) {
    throw new HttpError(422, 'a text in the body has NUL (U+0000) or half of a surrogate pair');
  }
  return body as Fields;
}

/**
 * Reads a JSON object with certain fields and no others. A field that is unknown is refused rather than ignored:
 * whoever sends `owner` believes that it counts.
 */
export async function readFields<const Name extends string>(
  c: Context,
  names: readonly Name[],
): Promise<Readonly<Partial<Record<Name, unknown>>>> {
  requireJson(c);
  const body = await readObject(c);
  const unknown = Object.keys(body).filter((field) => !names.some((name) => name === field));
  if (unknown.length === 0) return body as Readonly<Partial<Record<Name, unknown>>>;
  const named = unknown.filter((field) => /^\w{1,30}$/.test(field)).slice(0, 10);
  throw new HttpError(
    422,
    `unknown fields${named.length > 0 ? `: ${named.join(', ')}` : ''}; this takes ${names.join(', ')}`,
  );
}

/** A browser sends a form or a text across sites without asking first; JSON it does not. */
function requireJson(c: Context): void {
  const [mediaType = ''] = (c.req.header('content-type') ?? '').split(';');
  if (mediaType.trim().toLowerCase() === 'application/json') return;
  throw new HttpError(415, 'send the body as Content-Type: application/json');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, 'the body is not JSON');
  }
}
