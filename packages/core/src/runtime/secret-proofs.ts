import { OverloadedError } from '../errors.js';
import type { VerifiableKey } from '../model/api-key.js';
import type { Refusal } from '../policy/refusal.js';
import type { Clock } from '../ports/clock.js';
import type { Hasher } from '../ports/hasher.js';
import type { SecretProofs } from '../use-cases/verify-ports.js';
import type { BoundedQueue } from './bounded-queue.js';
import { proofMemo } from './proof-memo.js';
import type { Rehasher } from './rehasher.js';
import { wrongSecrets } from './wrong-secrets.js';

interface SecretProofsParts {
  readonly hasher: Pick<Hasher, 'verify'>;
  readonly queue: BoundedQueue;
  readonly rehash: Rehasher;
  readonly clock: Clock;
  /** For how many keys a proof is remembered. */
  readonly entries: number;
}

/** Proves tokens by the hasher, through the queue, and remembers what was proven and, for a second, what was not. */
export function secretProofs({ hasher, queue, rehash, clock, entries }: SecretProofsParts): SecretProofs {
  const memo = proofMemo(entries);
  const wrong = wrongSecrets(clock);
  const underWay = new Map<string, Promise<boolean>>();

  /** One hash for all that ask at once whether this token is the one of this record. */
  async function verifyOnce(token: string, stored: VerifiableKey): Promise<boolean> {
    const identity = memo.digest(token, stored.hash);
    if (wrong.has(identity)) return false;
    const same = underWay.get(identity);
    if (same !== undefined) return same;
    const verified = verify(token, stored, identity).finally(() => underWay.delete(identity));
    underWay.set(identity, verified);
    return verified;
  }

  async function verify(token: string, stored: VerifiableKey, identity: string): Promise<boolean> {
    const matches = await queue.run(stored.key.id, () => hasher.verify(token, stored.hash));
    if (matches) await rehash(token, stored);
    else wrong.add(identity);
    return matches;
  }

  return {
    isRemembered: (token, stored) => memo.has(stored, memo.digest(token, stored.hash)),
    remember: (token, stored) => memo.add(stored, memo.digest(token, stored.hash)),
    async prove(token, stored): Promise<Refusal | undefined> {
      try {
        return (await verifyOnce(token, stored)) ? undefined : { reason: 'wrong_secret' };
      } catch (error) {
        if (error instanceof OverloadedError)
          return { reason: 'overloaded', retryAfterMs: error.retryAfterMs };
        throw error;
      }
    },
  };
}
