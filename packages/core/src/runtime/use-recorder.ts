import { isFault } from '../errors.js';
import type { ApiKey } from '../model/api-key.js';
import type { KeyId } from '../model/key-id.js';
import type { Clock } from '../ports/clock.js';
import type { Events } from '../ports/events.js';
import type { KeyUse } from '../ports/key-changes.js';
import type { KeyRepository } from '../ports/key-repository.js';
import { backgroundFlusher } from './background-flusher.js';
import { pendingUses } from './pending-uses.js';

interface RecorderParts {
  readonly repository: Pick<KeyRepository, 'recordUses'>;
  readonly clock: Clock;
  readonly events: Events;
  /** Milliseconds between two flushes. */
  readonly flushIntervalMs: number;
  /** Milliseconds between two writes of one key's use, at least. 0: each flush may write it. */
  readonly writeIntervalMs: number;
  /** For how many keys a use may wait, or is remembered when it was written. */
  readonly mostPending: number;
  /** How long `close` waits, in milliseconds. */
  readonly closeDeadlineMs: number;
}

/** Remembers when keys were used, and writes it in the background. */
export interface UseRecorder {
  record(keyId: KeyId, at: Date): void;
  /**
   * Returns a record with the latest use that this process knows of, which may not be written yet. A revoked key stays as it
   * is: its uses are no longer written, so the one that was shown would disappear later.
   */
  withLatestUse(key: ApiKey): ApiKey;
  /** Writes what waits now, and is due. Rejects where that fails. */
  flush(): Promise<void>;
  /** How many uses were given up so far. */
  dropped(): number;
  /** Writes what is pending, in bounded time. Never rejects; calling it again waits for the same. */
  close(): Promise<void>;
}

/**
 * Makes a recorder: one pending use a key, the latest; a request never waits for it. The first use in long is written by
 * the next flush, and what follows within the interval by one after it, also where the key is used no more.
 */
export function useRecorder(parts: RecorderParts): UseRecorder {
  const { repository, clock, events, writeIntervalMs, mostPending } = parts;
  const pending = pendingUses({ mostKeys: mostPending, restMs: writeIntervalMs });
  const flusher = backgroundFlusher({ ...parts, flush, giveUp });
  let underWay: readonly KeyUse[] = [];
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
    underWay = pending.take(flusher.isClosing() ? Infinity : clock.monotonicMs());
    if (!pending.isEmpty()) flusher.flushLater();
    if (underWay.length === 0) return;
    try {
      await repository.recordUses(underWay);
    } catch (error) {
      failure = error;
      if (isFault(error)) events.emit({ type: 'fault', code: error.code, error });
      if (flusher.isClosing()) drop(underWay.length);
      else tryAgain(underWay);
    }
    underWay = [];
  }

  function withLatestUse(key: ApiKey): ApiKey {
    const at = pending.latest(key.id);
    if (at === undefined || key.revokedAt !== null) return key;
    return key.lastUsedAt !== null && key.lastUsedAt >= at ? key : { ...key, lastUsedAt: at };
  }

  function tryAgain(uses: readonly KeyUse[]): void {
    drop(pending.putBack(uses));
    flusher.flushLater();
  }

  async function flushNow(): Promise<void> {
    await flusher.flushNow();
    if (failure !== undefined) throw failure;
  }

  function giveUp(): void {
    drop(pending.take(Infinity).length + underWay.length);
    underWay = [];
  }

  return { record, withLatestUse, flush: flushNow, dropped: () => droppedUses, close: flusher.close };
}
