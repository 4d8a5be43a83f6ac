import { ProblemError, refusedBody } from './problem.js';
import { type BodyText, hasMediaType, readBody } from './read-body.js';

/** Enough for a thousand scopes of the maximum length. */
const maxBodyBytes = 128 * 1024;

/**
 * Reads a body of JSON. Only JSON: a browser sends forms and plain text across sites without a preflight request.
 *
 * @throws {ProblemError} if it is something else, too long, or not UTF-8.
 */
export async function readJson(
  request: Request,
  { needsNoBody }: { readonly needsNoBody?: true },
): Promise<unknown> {
  const body = await readBody(request, maxBodyBytes);
  if (needsNoBody && body.ok && body.text === '') return {};
  return parseJson(request, body);
}

/**
 * Parses the body of a request.
 *
 * @throws {ProblemError} if it was not read, or is not JSON.
 */
export function parseJson(request: Request, body: BodyText): unknown {
  if (!body.ok) throw refusedBody(body);
  if (!hasMediaType(request, 'application/json')) throw notJson;
  try {
    return JSON.parse(body.text);
  } catch {
    throw unreadable;
  }
}

const notJson = new ProblemError('not_json', 'Send the body as Content-Type: application/json.');
const unreadable = new ProblemError('unreadable_body', 'The body is not JSON.');
