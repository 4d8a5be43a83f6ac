import { PosternError, safeCause } from '../errors.js';
import type { EncodedHash } from '../model/api-key.js';
import type { Hasher } from '../ports/hasher.js';
import { checkLength, secretLength } from '../token/token.js';
import { callPort } from './within-deadline.js';

/** Calls a hasher, and accepts nothing from it but a hash, or true or false. */
export function guardedHasher(hasher: Hasher): Pick<Hasher, 'hash' | 'verify' | 'needsRehash'> {
  return {
    async hash(token) {
      return callPort<unknown, EncodedHash>(() => hasher.hash(token), {
        read(hash) {
          if (isHash(hash) && !showsSecret(hash, token)) return hash;
          throw unavailable('did not return a valid hash');
        },
        toFault: failed,
      });
    },
    async verify(token, hash) {
      return callPort(() => hasher.verify(token, hash), { read: readBoolean, toFault: failed });
    },
    needsRehash(hash) {
      let answer: unknown;
      try {
        answer = hasher.needsRehash(hash);
      } catch (error) {
        throw failed(error);
      }
      return readBoolean(answer);
    },
  };
}

function readBoolean(answer: unknown): boolean {
  if (typeof answer === 'boolean') return answer;
  throw unavailable('must return true or false');
}

/** The form that both ports state, `Hasher` and `KeyRepository`. */
function isHash(hash: unknown): hash is EncodedHash {
  return typeof hash === 'string' && /^[\x20-\x7e]{1,512}$/.test(hash);
}

/** Checks whether a hash contains the secret of its token, which no real hash does. */
function showsSecret(hash: string, token: string): boolean {
  const secret = token.slice(-(secretLength + checkLength), -checkLength);
  return secret !== '' && hash.includes(secret);
}

/** A hasher is the only port that sees the token, so only the class and the code of its errors are kept. */
function failed(error: unknown): PosternError {
  return unavailable('failed', error);
}

function unavailable(what: string, error?: unknown): PosternError {
  return new PosternError('ERR_HASHER_UNAVAILABLE', `the hasher ${what}`, { cause: safeCause(error) });
}
