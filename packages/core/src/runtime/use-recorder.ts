import { isFault } from '../errors.js';
import type { KeyId } from '../model/key-id.js';
import type { Cancel, Clock } from '../ports/clock.js';
import type { Events } from '../ports/events.js';
import type { KeyRepository, KeyUse } from '../ports/key-repository.js';
import { pendingUses } from './pending-uses.js';
import { withinDeadline } from './within-deadline.js';

interface RecorderParts {
  readonly repository: Pick<KeyRepository, 'recordUses'>;
  readonly clock: Clock;
  readonly events: Events;
  /** Milliseconds between two flushes. */
  readonly flushIntervalMs: number;
  /** How many keys' uses may wait. */
  readonly mostPending: number;
  /** How long `close` waits, in milliseconds. */
  readonly closeDeadlineMs: number;
}

/** Remembers when keys were used, and writes it in the background. */
export interface UseRecorder {
  record(keyId: KeyId, at: Date): void;
  /** How many uses were given up so far. */
  dropped(): number;
  /** Writes what is pending, in bounded time. Never rejects; calling it again waits for the same. */
  close(): Promise<void>;
}

/** Makes a recorder: one pending use a key, the latest; a request never waits for it. */
export function useRecorder(parts: RecorderParts): UseRecorder {
  const { repository, clock, events, flushIntervalMs, mostPending, closeDeadlineMs } = parts;
  const pending = pendingUses(mostPending);
  let underWay: readonly KeyUse[] = [];
  let droppedUses = 0;
  let cancelFlush: Cancel | undefined;
  let flushing: Promise<void> = Promise.resolve();
  let closing: Promise<void> | undefined;

  function drop(count: number): void {
    if (count === 0) return;
    droppedUses += count;
    events.emit({ type: 'uses_dropped', count });
  }

  function record(keyId: KeyId, at: Date): void {
    if (closing !== undefined || !pending.add({ keyId, at })) {
      drop(1);
      return;
    }
    cancelFlush ??= clock.schedule(flushIntervalMs, flushLater);
  }

  function flushLater(): void {
    cancelFlush = undefined;
    // One at a time: behind a slow write the uses wait here, coalesced, not as a row of writes.
    flushing = flushing.then(flush);
  }

  async function flush(): Promise<void> {
    underWay = pending.takeAll();
    if (underWay.length === 0) return;
    try {
      await repository.recordUses(underWay);
    } catch (error) {
      if (isFault(error)) events.emit({ type: 'fault', code: error.code, error });
      if (closing === undefined) for (const { keyId, at } of underWay) record(keyId, at);
      else drop(underWay.length);
    }
    underWay = [];
  }

  async function finish(): Promise<void> {
    cancelFlush?.();
    const onLate = () => new Error('the last uses were not written in time');
    try {
      await withinDeadline(clock, flushing.then(flush), { ms: closeDeadlineMs, onLate });
    } catch {
      // Nobody learns how a write that is still under way ends. After it there is none: the storage may be closed.
      drop(pending.takeAll().length + underWay.length);
      underWay = [];
    }
  }

  return {
    record,
    dropped: () => droppedUses,
    close() {
      closing ??= finish();
      return closing;
    },
  };
}
