import { decodeBase62, encodeBase62 } from './base62.js';
import { crc32 } from './crc32.js';

/** How many characters a check has. */
export const checkLength = 6;

/** Makes and judges the last 6 characters of a token from all that stands before them. */
export interface TokenCheck {
  sign(body: string): string;
  accepts(token: string): boolean;
}

/** The check that anyone can compute, so that scanners tell a key from noise offline: CRC-32 in base62. */
export const crcCheck: TokenCheck = {
  sign: (body) => encodeBase62(/* T02 new */ crc32(body), checkLength),
  accepts: (token) => {
    const end = token.length - checkLength;
    // T02 sent
    return crc32(token, end) === decodeBase62(token, end);
  },
};
