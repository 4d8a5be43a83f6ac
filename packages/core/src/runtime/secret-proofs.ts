import { OverloadedError } from '../errors.js';
import type { EncodedHash } from '../model/api-key.js';
import type { Refusal } from '../policy/refusal.js';
import type { Hasher } from '../ports/hasher.js';
import type { SecretProofs } from '../use-cases/verify-key.js';
import type { BoundedQueue } from './bounded-queue.js';
import { proofMemo } from './proof-memo.js';

/** Proves tokens by the hasher, through the queue, and remembers what was proven. */
export function secretProofs(
  hasher: Pick<Hasher, 'verify'>,
  { queue, entries }: { readonly queue: BoundedQueue; readonly entries: number },
): SecretProofs {
  const memo = proofMemo(entries);
  const underWay = new Map<string, Promise<boolean>>();

  /** One hash for all that ask at once whether this token is the one of this hash. */
  function verifyOnce(token: string, hash: EncodedHash): Promise<boolean> {
    const identity = memo.digest(token, hash).toString('base64');
    const same = underWay.get(identity);
    if (same !== undefined) return same;
    const verified = queue(() => hasher.verify(token, hash)).finally(() => underWay.delete(identity));
    underWay.set(identity, verified);
    return verified;
  }

  return {
    isRemembered: (token, stored) => memo.has(stored, memo.digest(token, stored.hash)),
    remember: (token, stored) => memo.add(stored, memo.digest(token, stored.hash)),
    async prove(token, { hash }): Promise<Refusal | undefined> {
      try {
        return (await verifyOnce(token, hash)) ? undefined : { reason: 'wrong_secret' };
      } catch (error) {
        if (error instanceof OverloadedError)
          return { reason: 'overloaded', retryAfterMs: error.retryAfterMs };
        throw error;
      }
    },
  };
}
