import { maskTokens } from '@postern/agent';
import { ownerKinds } from '../keys/workspace-keys.js';
import { HttpError } from './http-error.js';

/**
 * Reads a text of 1 to `longest` characters, trimmed, without control characters.
 *
 * @throws {HttpError} 422, which quotes nothing of it: also if it holds a token, or a part of one.
 */
export function readText(value: unknown, field: string, longest = 100): string {
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '' || text.length > longest || /[\p{Cc}\p{Cs}]/u.test(text))
    throw new HttpError(
      422,
      `${field} must be a text of 1 to ${longest} characters without control characters`,
    );
  // P09 agents
  if (holdsToken(text)) throw new HttpError(422, `${field} must not hold an API key, or a part of one`);
  return text;
}

/** Checks whether there is a token in a text, or a part of one that could be completed: it must not be kept or echoed. */
export function holdsToken(text: string): boolean {
  return maskTokens(text, ownerKinds).masked;
}
