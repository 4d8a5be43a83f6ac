// As a namespace: importing `argon2` by name would fail on a runtime that does not have it.
import * as crypto from 'node:crypto';
import { promisify } from 'node:util';
import type { Argon2Engine } from './argon2-engine.js';
import { type Argon2Parameters, parsePhcString, writePhcString } from './phc-string.js';

/** What `crypto.argon2` takes. `@types/node` declares it only for newer versions of Node. */
interface DeriveOptions {
  readonly message: string;
  readonly nonce: Uint8Array;
  readonly tagLength: number;
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

type Derive = (
  algorithm: 'argon2id',
  options: DeriveOptions,
  done: (error: Error | null, tag: Buffer) => void,
) => void;

const [saltBytes, tagBytes] = [16, 32];

/**
 * Returns an engine that uses `crypto.argon2` of Node itself, or `undefined` if the runtime doesn't have it: Node does
 * from 24.7 on.
 *
 * @see https://nodejs.org/api/crypto.html#cryptoargon2algorithm-parameters-callback
 */
export function builtInArgon2(
  { argon2: derive }: { readonly argon2?: Derive | undefined } = crypto as object,
): Argon2Engine | undefined {
  if (typeof derive !== 'function') return undefined;
  const deriveAsync = promisify(derive);

  const tagOf = (message: string, { memoryKiB, passes, lanes }: Argon2Parameters, wanted: Wanted) =>
    deriveAsync('argon2id', {
      message,
      nonce: wanted.salt,
      tagLength: wanted.tagBytes,
      memory: memoryKiB,
      passes,
      parallelism: lanes,
    });

  return {
    async hash(token, parameters) {
      const salt = crypto.randomBytes(saltBytes);
      return writePhcString({ parameters, salt, tag: await tagOf(token, parameters, { salt, tagBytes }) });
    },
    async verify(hash, token) {
      const parsed = parsePhcString(hash);
      if (parsed === undefined) return false;
      const { parameters, salt, tag } = parsed;
      const computed = await tagOf(token, parameters, { salt, tagBytes: tag.length });
      return crypto.timingSafeEqual(computed, tag);
    },
  };
}

interface Wanted {
  readonly salt: Uint8Array;
  readonly tagBytes: number;
}
