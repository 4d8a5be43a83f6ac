import { maskTokens } from '@postern/agent';
import { ownerKinds } from '../keys/workspace-keys.js';
import { HttpError } from './http-error.js';

/** Control characters, line separators, half of a surrogate pair, and marks that change the writing direction. */
const forbidden = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

/**
 * Reads a text of 1 to `maxLength` characters, trimmed, without control characters.
 *
 * @throws {HttpError} 422, also if it contains a token or a part of one. The message does not quote it.
 */
export function readText(value: unknown, field: string, maxLength = 100): string {
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '' || text.length > maxLength || forbidden.test(text))
    throw new HttpError(
      422,
      `${field} must be a text of 1 to ${maxLength} characters without control characters`,
    );
  // P09 agents
  if (holdsToken(text)) throw new HttpError(422, `${field} must not contain an API key or a part of one`);
  return text;
}

/**
 * Checks whether a text contains a token, or a part of one that could be completed: it must not be stored or echoed.
 */
export function holdsToken(text: string): boolean {
  return maskTokens(text, ownerKinds).masked;
}
