import { PosternError } from '../errors.js';
import { holdsSecret } from '../token/token-pattern.js';

const maxCharacters = 100;

/**
 * Control characters, line separators, lone surrogates, marks that change the writing direction, and invisible
 * characters, except for the joiners and selectors that scripts and emoji sequences need.
 */
const forbiddenCharacter =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]|(?!\p{Join_C}|\p{VS})\p{DI}/u;

/** A visible character. The Braille blank counts as a symbol, but shows nothing. */
const visibleCharacter = /(?![\p{DI}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

/** Flags of England, Scotland, Wales: a black flag, then letters that are invisible by themselves. */
const flagSequence = /\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}/gu;

/**
 * Parses a key's name: trimmed, normalised to NFC, 1 to 100 characters (code points). Markup is allowed, so a name must
 * always be shown as plain text.
 *
 * @throws {PosternError} `ERR_INVALID_NAME` if it is empty, too long, has characters that would hide or rearrange what
 * is shown, or contains anything that could be a secret.
 */
export function parseKeyName(value: unknown): string {
  if (typeof value !== 'string' || value.length > maxCharacters * 8) throw invalidName();
  const name = value.trim().normalize('NFC');
  const shown = name.replace(flagSequence, '\u{1F3F4}');
  if (
    [...name].length > maxCharacters ||
    !visibleCharacter.test(shown) ||
    /* M06 */ forbiddenCharacter.test(shown)
  )
    throw invalidName();
  if (holdsSecret(name)) throw new PosternError('ERR_INVALID_NAME', secretInName);
  return name;
}

function invalidName(): PosternError {
  return new PosternError(
    'ERR_INVALID_NAME',
    `a key's name must be 1 to ${maxCharacters} characters, at least one of them visible, without control or bidirectional characters`,
  );
}

const secretInName =
  "a key's name must not contain an API key, or anything that could be part of one: names are stored and shown to others";
