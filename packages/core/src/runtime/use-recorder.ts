import { isFault } from '../errors.js';
import type { ApiKey } from '../model/api-key.js';
import type { Clock } from '../ports/clock.js';
import type { Events } from '../ports/events.js';
import type { KeyUse } from '../ports/key-changes.js';
import type { KeyRepository } from '../ports/key-repository.js';
import type { KeyId } from '../token/key-id.js';
import { backgroundFlusher } from './background-flusher.js';

interface RecorderParts {
  readonly repository: Pick<KeyRepository, 'recordUses'>;
  readonly clock: Clock;
  readonly events: Events;
  /** Milliseconds between two flushes. */
  readonly flushIntervalMs: number;
  /** The least time between two writes of one key's use, in milliseconds. 0: every flush may write it. */
  readonly writeIntervalMs: number;
  /** For how many keys a use may be waiting, or remembered after it was written. */
  readonly maxPending: number;
  /** How long `close` waits, in milliseconds. */
  readonly closeDeadlineMs: number;
}

/** Remembers when keys were used, and writes it in the background. */
export interface UseRecorder {
  record(keyId: KeyId, at: Date): void;
  /**
   * Returns a record with the latest use that this process knows of, which may not be written yet. A revoked key is
   * returned as it is: its uses are no longer written, so one that was shown would disappear later.
   */
  withLatestUse(key: ApiKey): ApiKey;
  /** Writes the pending uses that are due. Rejects if that fails. */
  flush(): Promise<void>;
  /** How many uses were dropped so far. */
  dropped(): number;
  /** Writes what is pending, in bounded time. Never rejects; further calls wait for the same write. */
  close(): Promise<void>;
}

/**
 * Creates a recorder with at most one pending use per key, the latest one. Requests never wait for it. The first use
 * after a quiet period is written by the next flush; uses within the interval after that are written once it is over,
 * even if the key is not used again.
 */
export function useRecorder(parts: RecorderParts): UseRecorder {
  const { repository, clock, events, writeIntervalMs, maxPending } = parts;
  const pending = pendingUses({ maxKeys: maxPending, cooldownMs: writeIntervalMs });
  const flusher = backgroundFlusher({ ...parts, flush, giveUp });
  let inProgress: readonly KeyUse[] = [];
  let failure: unknown;
  let droppedUses = 0;

  function drop(count: number): void {
    if (count === 0) return;
    droppedUses += count;
    events.emit({ type: 'uses_dropped', count });
  }

  function record(keyId: KeyId, at: Date): void {
    if (flusher.isClosing() || !pending.add(keyId, at)) drop(1);
    else flusher.flushLater();
  }

  async function flush(): Promise<void> {
    failure = undefined;
    inProgress = pending.take(flusher.isClosing() ? Infinity : clock.monotonicMs());
    if (!pending.isEmpty()) flusher.flushLater();
    if (inProgress.length === 0) return;
    try {
      await repository.recordUses(inProgress);
    } catch (error) {
      failure = error;
      if (isFault(error)) events.emit({ type: 'fault', code: error.code, error });
      if (flusher.isClosing()) drop(inProgress.length);
      else retry(inProgress);
    }
    inProgress = [];
  }

  function withLatestUse(key: ApiKey): ApiKey {
    const at = pending.latest(key.id);
    if (at === undefined || key.revokedAt !== null) return key;
    return key.lastUsedAt !== null && key.lastUsedAt >= at ? key : { ...key, lastUsedAt: at };
  }

  function retry(uses: readonly KeyUse[]): void {
    drop(pending.requeue(uses));
    flusher.flushLater();
  }

  async function flushNow(): Promise<void> {
    await flusher.flushNow();
    if (failure !== undefined) throw failure;
  }

  function giveUp(): void {
    drop(pending.take(Infinity).length + inProgress.length);
    inProgress = [];
  }

  return { record, withLatestUse, flush: flushNow, dropped: () => droppedUses, close: flusher.close };
}

interface PendingUsesParts {
  /** For how many keys anything is kept: a waiting use, or the end of the key's cooldown. */
  readonly maxKeys: number;
  /** How long a key cools down after its use was taken, in milliseconds. 0: not at all. */
  readonly cooldownMs: number;
}

/** The latest use of each key, for a bounded number of keys, and when it is due. */
export interface PendingUses {
  /** `false`: there is no room for another key, and nothing was added. */
  add(keyId: KeyId, at: Date): boolean;
  /** Removes and returns the uses that are due at an instant of the monotonic clock; at infinity, all of them. */
  take(nowMs: number): readonly KeyUse[];
  /** Adds uses that were taken but could not be written; they are due immediately. Returns how many found no room. */
  requeue(uses: readonly KeyUse[]): number;
  /** The latest use of a key that is waiting or was taken recently. */
  latest(keyId: KeyId): Date | undefined;
  isEmpty(): boolean;
}

/** A waiting use. It is changed in place, so that a further use of its key costs a lookup and no memory. */
interface Waiting {
  atMs: number;
  readonly dueMs: number;
}

const dueImmediately = Number.NEGATIVE_INFINITY;

/**
 * Creates an empty store of uses. A key cools down after its use was taken: a further use is due when the cooldown
 * ends. If more keys are used within a cooldown than there is room for, all cooldowns end, because it is better to
 * write one key's use too often than to lose another's.
 */
export function pendingUses({ maxKeys, cooldownMs }: PendingUsesParts): PendingUses {
  const waiting = new Map<KeyId, Waiting>();
  /** Keys whose use was taken, and that have no other use waiting, in the order in which their cooldowns end. */
  const coolingDown = new Map<KeyId, { readonly atMs: number; readonly untilMs: number }>();
  let isAllDue = false;

  function addKey(keyId: KeyId, use: Waiting): boolean {
    coolingDown.delete(keyId);
    if (waiting.size + coolingDown.size >= maxKeys) {
      coolingDown.clear();
      isAllDue = true;
    }
    if (waiting.size >= maxKeys) return false;
    waiting.set(keyId, use);
    return true;
  }

  function endCooldowns(nowMs: number): void {
    for (const [keyId, { untilMs }] of coolingDown) {
      if (untilMs > nowMs) return;
      coolingDown.delete(keyId);
    }
  }

  return {
    add(keyId, at) {
      const atMs = at.getTime();
      const latest = waiting.get(keyId);
      if (latest === undefined)
        return addKey(keyId, { atMs, dueMs: coolingDown.get(keyId)?.untilMs ?? dueImmediately });
      if (latest.atMs < atMs) latest.atMs = atMs;
      return true;
    },
    take(nowMs) {
      endCooldowns(nowMs);
      const taken: KeyUse[] = [];
      for (const [keyId, { atMs, dueMs }] of waiting) {
        if (dueMs > nowMs && !isAllDue) continue;
        taken.push({ keyId, at: new Date(atMs) });
        waiting.delete(keyId);
        // Even without a cooldown: until the next call, the use may not have been written.
        coolingDown.set(keyId, { atMs, untilMs: nowMs + cooldownMs });
      }
      isAllDue = false;
      return taken;
    },
    requeue(uses) {
      const lost = uses.filter(({ keyId, at }) => {
        const atMs = at.getTime();
        const latestMs = waiting.get(keyId)?.atMs ?? atMs;
        waiting.delete(keyId);
        return !addKey(keyId, { atMs: Math.max(atMs, latestMs), dueMs: dueImmediately });
      });
      return lost.length;
    },
    latest(keyId) {
      const atMs = waiting.get(keyId)?.atMs ?? coolingDown.get(keyId)?.atMs;
      return atMs === undefined ? undefined : new Date(atMs);
    },
    isEmpty: () => waiting.size === 0,
  };
}
