import type { VerifiableKey } from '../model/api-key.js';
import type { Refusal } from '../policy/refusal.js';
import type { Clock } from '../ports/clock.js';
import type { Hasher } from '../ports/hasher.js';
import type { SecretProofs } from '../use-cases/verify-ports.js';
import type { BoundedQueue } from './bounded-queue.js';
import { proofMemo } from './proof-memo.js';
import type { Rehasher } from './rehasher.js';
import { requestsAreIsolated } from './requests-are-isolated.js';
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
  const underWay = new Map<string, Promise<Refusal | undefined>>();

  /** One hash for all that ask at once whether this token is the one of this record. */
  async function prove(token: string, stored: VerifiableKey): Promise<Refusal | undefined> {
    const identity = memo.digest(token, stored.hash);
    // F04 memory
    if (wrong.has(identity)) return { reason: 'wrong_secret' };
    const same = underWay.get(identity);
    if (same !== undefined && !requestsAreIsolated) return same;
    const proven = proveByHash(token, stored, identity).finally(() => underWay.delete(identity));
    underWay.set(identity, proven);
    return proven;
  }

  async function proveByHash(
    token: string,
    stored: VerifiableKey,
    identity: string,
  ): Promise<Refusal | undefined> {
    const verified = await queue.runProof(stored.key.id, () =>
      hasher.verify(/* T08 sent */ token, stored.hash),
    );
    if (!verified.ok) return { reason: 'overloaded', retryAfterMs: verified.retryAfterMs };
    // T06
    if (verified.value) {
      await rehash(token, stored);
      return undefined;
    }
    wrong.add(identity);
    return { reason: 'wrong_secret' };
  }

  return {
    isRemembered: (token, stored) => memo.has(stored, memo.digest(token, stored.hash)),
    remember: (token, stored) => memo.add(stored, memo.digest(token, stored.hash)),
    prove,
  };
}
