import { PosternError } from '../errors.js';

const maxCharacters = 100;

/** Control characters, line separators, marks that turn the direction of writing, and lone surrogates. */
const refused = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

/**
 * Reads a key's name: trimmed, normalised to NFC, 1 to 100 characters (code points). Markup is a text like any
 * other: whoever shows a name shows it as text.
 *
 * @throws {PosternError} `ERR_INVALID_NAME` where it is empty, too long, or has characters that would hide or
 * rearrange what is shown.
 */
export function parseKeyName(value: unknown): string {
  if (typeof value !== 'string' || value.length > maxCharacters * 8) throw invalidName();
  const name = value.trim().normalize('NFC');
  const characters = [...name].length;
  if (characters < 1 || characters > maxCharacters || refused.test(name)) throw invalidName();
  return name;
}

function invalidName(): PosternError {
  return new PosternError(
    'ERR_INVALID_NAME',
    `a key's name must have 1 to ${maxCharacters} characters, without control or direction characters`,
  );
}
