import type { VerifiableKey } from '../model/api-key.js';
import type { Refusal } from '../model/refusal.js';
import type { Clock } from '../ports/clock.js';
import type { Hasher } from '../ports/hasher.js';
import type { SecretProofs } from '../use-cases/verify-deps.js';
import { boundedMap } from './bounded-map.js';
import type { HashQueue } from './hash-queue.js';
import { proofMemo } from './proof-memo.js';
import type { Rehasher } from './rehash-recorder.js';
import { requestsAreIsolated } from './turns.js';

interface SecretProofsParts {
  readonly hasher: Pick<Hasher, 'verify'>;
  readonly queue: HashQueue;
  readonly rehash: Rehasher;
  readonly clock: Clock;
  /** How many keys to remember a proof for. */
  readonly entries: number;
}

/** Proves tokens with the hasher, through the queue. Remembers proofs, and for a second also wrong secrets. */
export function secretProofs({ hasher, queue, rehash, clock, entries }: SecretProofsParts): SecretProofs {
  const memo = proofMemo(entries);
  const wrong = wrongSecrets(clock);
  const inProgress: InProgress = new Map();
  /** Separate from those of verifications, which must not wait in the lane of reports. */
  const reportsInProgress: InProgress = new Map();

  /** Concurrent proofs of the same token against the same hash share one hash. */
  async function prove(token: string, stored: VerifiableKey, source?: string): Promise<Refusal | undefined> {
    const identity = memo.digest(token, stored.hash);
    // F04 memory
    if (wrong.has(identity)) return { reason: 'wrong_secret' };
    const shared = source === undefined ? inProgress : reportsInProgress;
    const same = shared.get(identity);
    if (same !== undefined && !requestsAreIsolated) return same;
    const proven = proveByHash(token, stored, { identity, source }).finally(() => shared.delete(identity));
    shared.set(identity, proven);
    return proven;
  }

  async function proveByHash(
    token: string,
    stored: VerifiableKey,
    { identity, source }: { readonly identity: string; readonly source: string | undefined },
  ): Promise<Refusal | undefined> {
    const verify = () => hasher.verify(/* T08 sent */ token, stored.hash);
    const verified = await (source === undefined
      ? queue.runProof(stored.key.id, verify)
      : queue.runReport(source, verify));
    if (!verified.ok) return { reason: 'overloaded', retryAfterMs: verified.retryAfterMs };
    // T06
    if (verified.value) {
      // A reported key is about to end, so its hash is not worth renewing.
      if (source === undefined) await rehash(token, stored);
      return undefined;
    }
    wrong.add(identity);
    return { reason: 'wrong_secret' };
  }

  return {
    isRemembered: (token, stored) => memo.has(stored, memo.digest(token, stored.hash)),
    remember: (token, stored) => memo.add(stored, memo.digest(token, stored.hash)),
    prove: (token, stored) => prove(token, stored),
    proveReported: (token, stored, source) => prove(token, stored, source),
  };
}

/** The proofs in progress, by the token and the hash that it is compared with. */
type InProgress = Map<string, Promise<Refusal | undefined>>;

/** Remembers for a moment which tokens did not match which stored hash, so that sending one again costs no hash. */
interface WrongSecrets {
  /** Whether the hasher rejected this within the last second. */
  has(identity: string): boolean;
  add(identity: string): void;
}

/** In milliseconds: a script that retries in a loop costs one hash per second. */
const rememberedMs = 1_000;

const maxEntries = 1_000;

/**
 * Creates a memory of at most 1,000 entries, each kept for a second. An identity is a digest, under a key of this
 * process, of a token and the exact hash that it was compared with, so neither is stored.
 */
export function wrongSecrets(clock: Clock): WrongSecrets {
  /** When each entry is forgotten, on the monotonic clock. */
  const forgottenAtMs = boundedMap<string, number>(maxEntries);

  return {
    has: (identity) => (forgottenAtMs.get(identity) ?? -Infinity) > clock.monotonicMs(),
    add: (identity) => forgottenAtMs.set(identity, clock.monotonicMs() + rememberedMs),
  };
}
