import { maskTokens } from '@postern/agent';
import { tokenPrefixes } from '../keys/workspace-keys.js';
import { HttpError } from './http-error.js';

/**
 * Control characters, line separators, half of a surrogate pair, marks that change the writing direction, and invisible
 * characters, except for the joiners and selectors that scripts and emoji need: two names must not look the same.
 */
const forbidden =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]|(?!\p{Join_C}|\p{VS})\p{DI}/u;

/** The Braille blank counts as a symbol, but shows nothing. */
const visible = /(?![\p{DI}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Reads a text of 1 to `maxLength` characters, at least one of them visible, trimmed and normalised to NFC.
 *
 * @throws {HttpError} 422, also if it contains a token or a part of one. The message does not quote it.
 */
export function readText(value: unknown, field: string, maxLength = 100): string {
  // Normalising takes long for a long text.
  const text =
    typeof value === 'string' && value.length <= maxLength * 8 ? value.trim().normalize('NFC') : '';
  if (!visible.test(text) || text.length > maxLength || /* M06 texts */ forbidden.test(text))
    throw new HttpError(
      422,
      `${field} must be a text of 1 to ${maxLength} characters without control or invisible characters`,
    );
  // P09 agents
  if (holdsToken(text)) throw new HttpError(422, `${field} must not contain an API key or a part of one`);
  return text;
}

/**
 * Checks whether a text contains a token, or a part of one that could be completed: it must not be stored or echoed.
 */
export function holdsToken(text: string): boolean {
  return maskTokens(text, tokenPrefixes).masked;
}
