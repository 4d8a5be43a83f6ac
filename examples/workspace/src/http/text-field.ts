import { maskTokens } from '@postern/agent';
import type { NameFlaw } from '@postern/core';
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

/** A text as it may be stored, or why it may not. */
export type CheckedText =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      /** As core says it of the name of a key. */
      readonly flaw: NameFlaw;
      readonly length: number;
    };

/**
 * Checks a text of 1 to `maxLength` characters, at least one of them visible, and returns it trimmed and normalised to
 * NFC. It must not contain a token or a part of one.
 */
export function checkText(value: unknown, maxLength = 100): CheckedText {
  if (typeof value !== 'string') return { ok: false, flaw: 'empty', length: 0 };
  // Normalising takes long for a long text.
  if (value.length > maxLength * 8) return { ok: false, flaw: 'too_long', length: value.length };
  const text = value.trim().normalize('NFC');
  const { length } = text;
  if (length > maxLength) return { ok: false, flaw: 'too_long', length };
  // M06 texts
  if (forbidden.test(text)) return { ok: false, flaw: 'characters', length };
  if (!visible.test(text)) return { ok: false, flaw: 'empty', length };
  // P09 agents
  if (holdsToken(text)) return { ok: false, flaw: 'secret', length };
  return { ok: true, text };
}

/**
 * Reads a text by the rules of `checkText`, for programs.
 *
 * @throws {HttpError} 422. The message does not quote the text.
 */
export function readText(value: unknown, field: string, maxLength = 100): string {
  const checked = checkText(value, maxLength);
  if (checked.ok) return checked.text;
  throw new HttpError(
    422,
    checked.flaw === 'secret'
      ? `${field} must not contain an API key or a part of one`
      : `${field} must be a text of 1 to ${maxLength} characters without control or invisible characters`,
  );
}

/**
 * Checks whether a text contains a token, or a part of one that could be completed: it must not be stored or echoed.
 */
export function holdsToken(text: string): boolean {
  return maskTokens(text, tokenPrefixes).masked;
}
