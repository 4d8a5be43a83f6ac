import type { MiddlewareHandler } from 'hono';
import { HttpError } from './http-error.js';

/**
 * Checks whether every text in a value, including field names, can be stored unchanged: PostgreSQL refuses NUL, and
 * half of a surrogate pair becomes another character in UTF-8. Other texts are refused in every request, even if they
 * would not be stored, and on every engine: 422 in a body, 404 in a path.
 */
export function isStorable(value: unknown): boolean {
  // Not recursive: a body may be nested deeper than the stack.
  const rest: unknown[] = [value];
  while (rest.length > 0) {
    const next = rest.pop();
    if (typeof next === 'string' && /[\0\p{Cs}]/u.test(next)) return false;
    if (typeof next !== 'object' || next === null) continue;
    if (Array.isArray(next)) for (const inner of next) rest.push(inner);
    else for (const [name, inner] of Object.entries(next)) rest.push(name, inner);
  }
  return true;
}

/**
 * The same for parsed JSON. In a body that was read as UTF-8, only an escape can produce such a text, and most bodies
 * have none, so the value is rarely searched: for a wide one, that takes longer than parsing it.
 */
export function isStorableJson(json: string, parsed: unknown): boolean {
  return !/\\u(?:0000|d[89a-f])/i.test(json) || isStorable(parsed);
}

/** Replaces what can't be stored with U+FFFD: for texts that do not come from a person, and must not be lost. */
export function toStorable(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, '\uFFFD');
}

/** Responds 404 to paths with an ID that nothing can have. */
export const storablePath: MiddlewareHandler = async function storablePath(c, next) {
  if (!isStorable(c.req.path)) throw new HttpError(404, 'this route does not exist');
  return next();
};
