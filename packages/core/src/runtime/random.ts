import { randomBytes } from 'node:crypto';
import { base62Alphabet, encodeBase62 } from '../token/base62.js';
import { type KeyId, keyIdLength } from '../token/key-id.js';
import { secretLength } from '../token/token.js';

/** The largest multiple of 62 that fits into a byte. Bytes from there on would favour the first digits. */
const unbiasedBytes = 248;

/** Generates base62 characters with the system's CSPRNG, each as likely as any other. */
export function generateBase62(length: number): string {
  let characters = '';
  while (characters.length < length) {
    for (const byte of randomBytes(length - characters.length)) {
      if (byte < unbiasedBytes) characters += base62Alphabet.charAt(byte % 62);
    }
  }
  return characters;
}

export function generateKeyId(): KeyId {
  return generateBase62(keyIdLength) as KeyId;
}

export function generateSecret(): string {
  return generateBase62(secretLength);
}

/**
 * Creates a generator of audit entry IDs: 8 digits for the instant in milliseconds, 3 for a counter, 5 random ones.
 * Entries that one process writes within a millisecond sort in the order in which they were created.
 */
export function auditEntryIds(): (at: Date) => string {
  let count = 0;
  return (at) => {
    count += 1;
    return encodeBase62(at.getTime(), 8) + encodeBase62(count, 3) + generateBase62(5);
  };
}
