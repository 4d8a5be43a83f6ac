import { randomInt } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const secretStart = 'user.'.length + 16;
const secretLength = 43;

/**
 * Returns a token with the key ID of another one and a correct check. Its secret matches in the first `matching`
 * characters, and differs in the next.
 */
export function wrongSecret(token: string, matching: number): string {
  const differsAt = secretStart + matching;
  let body = token.slice(0, differsAt) + otherThan(token.charAt(differsAt));
  while (body.length < secretStart + secretLength) body += alphabet.charAt(randomInt(62));
  return body + crcCheck(body);
}

function otherThan(character: string): string {
  return alphabet.charAt((alphabet.indexOf(character) + 1 + randomInt(61)) % 62);
}

/** CRC-32 in base62, as in docs/token-format.md. This is deliberately a second implementation. */
function crcCheck(body: string): string {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(body)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  let rest = (crc ^ 0xffffffff) >>> 0;
  let digits = '';
  while (digits.length < 6) {
    digits = alphabet.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
