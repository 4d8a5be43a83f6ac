/** Digits, upper case, lower case: the order in which base62 counts here. */
export const base62Alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Says whether every character from `start` on is one of the alphabet's. */
export function isBase62(text: string, start = 0): boolean {
  for (let index = start; index < text.length; index += 1) {
    if (!isBase62Code(text.charCodeAt(index))) return false;
  }
  return true;
}

function isBase62Code(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/**
 * Writes a whole number from 0 up to 2⁵³ in base62, most significant digit first, padded with `0` to `width`
 * digits. Digits beyond `width` are cut off at the front.
 *
 * @example
 * encodeBase62(61, 3); // '00z'
 */
export function encodeBase62(value: number, width: number): string {
  let rest = value;
  let digits = '';
  for (let place = 0; place < width; place += 1) {
    digits = base62Alphabet.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
