import { PosternError } from '../errors.js';
import type { EncodedHash } from '../model/api-key.js';
import type { Hasher } from '../ports/hasher.js';
import { crc32 } from '../token/token.js';

/** `$insecure$` + cost + `$` + two checksums in hexadecimal. */
const form = /^\$insecure\$(\d+)\$([0-9a-f]{16})$/;

/**
 * Creates a hasher that takes no time and protects nothing. For tests only: anyone can create a token that matches its
 * hashes. `cost` represents the parameters of a real hasher: a hash of another cost needs a rehash. Default: 1.
 *
 * @example
 * const hasher = insecureHasher();
 */
export function insecureHasher({ cost = 1 }: { readonly cost?: number } = {}): Hasher {
  return {
    concurrency: 8,
    async hash(token) {
      return `$insecure$${cost}$${checksum(token)}` as EncodedHash;
    },
    async verify(token, hash) {
      const [, , stored] = form.exec(hash) ?? [];
      if (stored === undefined)
        throw new PosternError('ERR_HASH_UNREADABLE', 'the stored hash was not created by insecureHasher()');
      return stored === checksum(token);
    },
    needsRehash: (hash) => form.exec(hash)?.[1] !== String(cost),
  };
}

function checksum(token: string): string {
  const sum = (text: string) => crc32(text).toString(16).padStart(8, '0');
  return sum(token) + sum(`${token}${token}`);
}
