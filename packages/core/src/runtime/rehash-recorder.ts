import { isFault } from '../errors.js';
import type { VerifiableKey } from '../model/api-key.js';
import type { AuditEntry } from '../model/audit-entry.js';
import type { Owner } from '../model/owner.js';
import type { Clock } from '../ports/clock.js';
import type { Events } from '../ports/events.js';
import type { Hasher } from '../ports/hasher.js';
import type { Rehash } from '../ports/key-changes.js';
import type { KeyRepository } from '../ports/key-repository.js';
import type { KeyId } from '../token/key-id.js';
import { backgroundFlusher } from './background-flusher.js';
import { type HashQueue, valueIfRan } from './hash-queue.js';

interface RehashRecorderParts {
  readonly repository: Pick<KeyRepository, 'rehash'>;
  readonly clock: Clock;
  readonly events: Events;
  readonly generateEntryId: (at: Date) => string;
  /** Milliseconds between two flushes. */
  readonly flushIntervalMs: number;
  /** For how many keys a new hash may wait. */
  readonly maxPending: number;
  /** How long `close` waits, in milliseconds. */
  readonly closeDeadlineMs: number;
}

/** A new hash of a token that was proven against an outdated one. */
interface OwnedRehash extends Rehash {
  readonly owner: Owner;
}

/** Remembers renewed hashes, and writes them in the background. */
export interface RehashRecorder {
  record(rehash: OwnedRehash): void;
  /** Writes what is pending, in bounded time. Never rejects. */
  close(): Promise<void>;
}

/**
 * Creates a recorder with at most one pending hash per key. A hash that finds no room, or can't be written before the
 * process ends, is lost without harm: the old hash still proves the token, and the next process to prove it renews it.
 */
export function rehashRecorder(parts: RehashRecorderParts): RehashRecorder {
  const { repository, clock, events, generateEntryId, maxPending } = parts;
  const pending = new Map<KeyId, OwnedRehash>();
  const flusher = backgroundFlusher({ ...parts, flush, giveUp: () => pending.clear() });

  function record(rehash: OwnedRehash): void {
    if (flusher.isClosing() || pending.size >= maxPending) return;
    pending.set(rehash.keyId, rehash);
    flusher.flushLater();
  }

  async function flush(): Promise<void> {
    // Not over a copy: if `close` gave up behind a slow write, nothing more must be written.
    for (const rehash of pending.values()) {
      try {
        await repository.rehash(rehash, entryOf(rehash));
        // Not if a newer one was recorded in the meantime: that one waits for the next flush.
        if (pending.get(rehash.keyId) === rehash) pending.delete(rehash.keyId);
      } catch (error) {
        if (isFault(error)) events.emit({ type: 'fault', code: error.code, error, keyId: rehash.keyId });
        moveToBack(rehash.keyId);
        if (!flusher.isClosing()) flusher.flushLater();
        return;
      }
    }
  }

  /** Lets the others go first next time, so that a hash that can never be written does not hold them up. */
  function moveToBack(keyId: KeyId): void {
    const waiting = pending.get(keyId);
    // Nothing waits if `close` gave up in the meantime.
    if (waiting === undefined) return;
    pending.delete(keyId);
    pending.set(keyId, waiting);
  }

  /** No person rehashes: the actor is Postern itself. */
  function entryOf({ keyId, owner }: OwnedRehash): AuditEntry {
    const at = clock.now();
    const actor = { kind: 'system', id: 'postern' } as const;
    const id = generateEntryId(at);
    return { id, keyId, owner, action: 'rehashed', actor, at, reason: null, expiresAt: null };
  }

  return { record, close: flusher.close };
}

interface RehasherParts {
  readonly hasher: Pick<Hasher, 'hash' | 'needsRehash'>;
  readonly queue: HashQueue;
  readonly rehashes: RehashRecorder;
  readonly events: Events;
}

/** Hashes a token again, if the hash that it was proven against is outdated. Never rejects. */
export type Rehasher = (token: string, proven: VerifiableKey) => Promise<void>;

/**
 * Creates a rehasher. It works during the request, because nothing may keep a token after it, and only if no one is
 * waiting for a hash: no verification may be refused as overload for the sake of a renewal.
 */
export function rehasher({ hasher, queue, rehashes, events }: RehasherParts): Rehasher {
  return async (token, { key, hash: from }) => {
    try {
      if (!hasher.needsRehash(from) || !queue.isIdle()) return;
      const to = valueIfRan(await queue.runProof(key.id, () => hasher.hash(token)));
      rehashes.record({ keyId: key.id, owner: key.owner, from, to });
    } catch (error) {
      // The token is proven nevertheless.
      if (isFault(error)) events.emit({ type: 'fault', code: error.code, error, keyId: key.id });
    }
  };
}
