import { PosternError } from '@postern/core';
import type { EncodedHash, Hasher } from '@postern/core/ports';
import { type Argon2HasherOptions, readOptions } from './options.js';
import { type Argon2Parameters, parsePhcString } from './phc-string.js';

/**
 * Creates a `Hasher` that uses Argon2id. Its hashes are PHC strings with a salt of 16 bytes and a tag of 32 bytes.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is wrong.
 * @see RFC 9106; the defaults are from the OWASP Password Storage Cheat Sheet
 * @example
 * const hasher = argon2Hasher(); // 19 MiB, 2 passes, 1 lane
 * const costly = argon2Hasher({ memoryKiB: 65_536, passes: 3 });
 * const other = argon2Hasher({ engine: nodeRsArgon2 }); // from '@postern/argon2/node-rs'
 */
export function argon2Hasher(options: Argon2HasherOptions = {}): Hasher {
  const { parameters, limits, concurrency, engine } = readOptions(options);
  return {
    concurrency,
    async hash(token) {
      // P06 hash
      return (await engine.hash(token, parameters)) as EncodedHash;
    },
    async verify(token, hash) {
      // Checked before any native code runs: a row that asks for 4 GiB must be a fault, not an allocation.
      // P06 verify
      const stated = parsePhcString(hash)?.parameters;
      if (/* F03 */ stated === undefined || !isWithin(stated, limits)) {
        throw new PosternError(
          'ERR_HASH_UNREADABLE',
          'the stored hash is not an Argon2id PHC string within the limits; ' +
            'revoke the key and issue a new one, or raise the limits of argon2Hasher',
        );
      }
      return engine.verify(hash, token);
    },
    needsRehash(hash) {
      const stated = parsePhcString(hash)?.parameters;
      return stated === undefined || !isWithin(stated, parameters) || !isWithin(parameters, stated);
    },
  };
}

function isWithin(parameters: Argon2Parameters, limits: Argon2Parameters): boolean {
  return (
    parameters.memoryKiB <= limits.memoryKiB &&
    parameters.passes <= limits.passes &&
    parameters.lanes <= limits.lanes
  );
}
