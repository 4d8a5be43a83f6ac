import { type ApiKeys, createApiKeys, eachOwner } from '@postern/core';
import type { Steps } from '@postern/core/interleavings';
import type { Hasher, KeyRepository, StoredKey } from '@postern/core/ports';
import { insecureHasher, type SettableClock, settableClock } from '@postern/core/testing';
import { type BusyAt, type CreateFind, finder, rightFind } from './finder.js';
import { type SharedStore, sharedStore } from './shared-store.js';
import { type Truth, truth } from './truth.js';
import { entryOf, type IssuedKey, twoKeys } from './two-keys.js';

const flushIntervalMs = 1;

/** A service in one process. */
interface Process {
  readonly keys: ApiKeys;
  readonly clock: SettableClock;
  /** Lets the interval of the background writes pass. */
  readonly flush: () => Promise<void>;
}

/** Two processes on the same records. This one remembers them, as the storage in SQLite does. */
export interface MemoryWorld {
  readonly steps: Steps;
  readonly store: SharedStore;
  readonly finder: ReturnType<typeof finder>;
  readonly here: Process;
  readonly elsewhere: Process;
  readonly known: IssuedKey;
  readonly other: IssuedKey;
  /** What a verification must answer, at each step. */
  readonly truth: Truth;
}

/** Parts that a scenario can replace, for example by wrong ones. */
export interface Parts {
  readonly createFind?: CreateFind;
  readonly busyAt?: BusyAt;
  /** The parameters of the hashes that the other process makes. Those of this one, and of the stored hashes: 1. */
  readonly costElsewhere?: number;
}

/** Creates a world in which both keys are stored, and neither was verified. */
export async function memoryWorld(steps: Steps, parts: Parts = {}): Promise<MemoryWorld> {
  const { createFind = rightFind, busyAt, costElsewhere = 1 } = parts;
  const [known, other] = await twoKeys;
  const hereClock = settableClock();
  const store = sharedStore(steps, () => verdicts.observe());
  for (const key of [known, other]) await store.replaced.insert(key.stored, entryOf(key));
  const keyIds = [known.stored.key.id, other.stored.key.id];
  const verdicts = truth(steps, keyIds, (asked) =>
    asked.map((keyId) => verdictOf(store.record(keyId), hereClock.now())),
  );
  const searches = finder(steps, store, { createFind, busyAt });

  const hasher = insecureHasher();
  const verify: Hasher['verify'] = (...given) => steps.call('verify', () => hasher.verify(...given));
  return {
    steps,
    store,
    finder: searches,
    known,
    other,
    truth: verdicts,
    here: processOn({ ...store.here(), find: searches.find }, { ...hasher, verify }, hereClock),
    elsewhere: processOn(store.elsewhere(), insecureHasher({ cost: costElsewhere }), settableClock()),
  };
}

function processOn(repository: KeyRepository, hasher: Hasher, clock: SettableClock): Process {
  const keys = createApiKeys({
    repository,
    hasher,
    clock,
    owners: eachOwner(() => ({ active: true, permissions: ['agents:read', 'agents:write'] })),
    policy: { decide: () => ({ ok: true }) },
    limits: { useFlushIntervalMs: flushIntervalMs, useWriteIntervalMs: 0 },
  }) as ApiKeys;
  return { keys, clock, flush: async () => clock.advance(flushIntervalMs) };
}

/** The answer to the right token, by the record as it is stored, and the clock. */
function verdictOf(stored: StoredKey | undefined, now: Date): string {
  if (stored === undefined) return 'unknown';
  if (stored.key.revokedAt !== null) return 'revoked';
  if (stored.key.disabledAt !== null) return 'disabled';
  return stored.key.expiresAt !== null && stored.key.expiresAt <= now ? 'expired' : 'accepted';
}
