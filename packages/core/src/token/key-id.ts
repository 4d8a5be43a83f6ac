import { isBase62 } from './base62.js';

export const keyIdLength = 16;

/** The public part of a token and the primary key of its record: 16 base62 characters. Safe to log. */
export type KeyId = string & { readonly brand: 'KeyId' };

/**
 * Parses a key ID; `undefined` if the text is not one. For adapters, which read it from a database.
 *
 * @example
 * const keyId = parseKeyId(row.id);
 */
export function parseKeyId(text: unknown): KeyId | undefined {
  return typeof text === 'string' && text.length === keyIdLength && isBase62(text)
    ? (text as KeyId)
    : undefined;
}
