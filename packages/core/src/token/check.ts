import { encodeBase62 } from './base62.js';
import { crc32 } from './crc32.js';

/** How many characters a check has. */
export const checkLength = 6;

/** Makes and judges the last 6 characters of a token from all that stands before them. */
export interface TokenCheck {
  sign(body: string): string;
  accepts(body: string, check: string): boolean;
}

/** The check that anyone can compute, so that scanners tell a key from noise offline: CRC-32 in base62. */
export const crcCheck: TokenCheck = {
  sign: (body) => encodeBase62(crc32(body), checkLength),
  accepts: (body, check) => crcCheck.sign(body) === check,
};
