import { randomBytes } from 'node:crypto';
import { base62Alphabet, encodeBase62 } from '../token/base62.js';
import { type KeyId, keyIdLength } from '../token/key-id.js';
import { secretLength } from '../token/token.js';

/** The largest multiple of 62 that fits into a byte. Bytes from there on would favour the first digits. */
const unbiasedBytes = 248;

/** Draws base62 characters from the system's CSPRNG, each as likely as any other. */
export function drawBase62(length: number): string {
  let drawn = '';
  while (drawn.length < length) {
    for (const byte of randomBytes(length - drawn.length)) {
      if (byte < unbiasedBytes) drawn += base62Alphabet.charAt(byte % 62);
    }
  }
  return drawn;
}

export function drawKeyId(): KeyId {
  return drawBase62(keyIdLength) as KeyId;
}

export function drawSecret(): string {
  return drawBase62(secretLength);
}

/**
 * Creates a generator of audit entry IDs: 8 digits for the instant in milliseconds, 3 for a counter, 5 random ones.
 * Entries that one process writes within a millisecond sort in the order in which they were created.
 */
export function auditEntryIds(): (at: Date) => string {
  let count = 0;
  return (at) => {
    count += 1;
    return encodeBase62(at.getTime(), 8) + encodeBase62(count, 3) + drawBase62(5);
  };
}
