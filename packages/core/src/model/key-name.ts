import { InvalidNameError, maxNameCharacters } from '../errors.js';
import { holdsSecret } from '../token/token-pattern.js';

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
 * @throws {InvalidNameError} `ERR_INVALID_NAME` if it is empty, too long, has characters that would hide or rearrange what
 * is shown, or contains anything that could be a secret.
 */
export function parseKeyName(value: unknown): string {
  if (typeof value !== 'string') throw new InvalidNameError('empty', 0);
  // Normalising takes long for a long text.
  if (value.length > maxNameCharacters * 8) throw new InvalidNameError('too_long', [...value].length);
  const name = value.trim().normalize('NFC');
  const { length } = [...name];
  if (length > maxNameCharacters) throw new InvalidNameError('too_long', length);
  const shown = name.replace(flagSequence, '\u{1F3F4}');
  if (/* M06 */ forbiddenCharacter.test(shown)) throw new InvalidNameError('characters', length);
  if (!visibleCharacter.test(shown)) throw new InvalidNameError('empty', length);
  if (holdsSecret(name)) throw new InvalidNameError('secret', length);
  return name;
}
