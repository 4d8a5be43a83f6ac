import { isFault } from '../errors.js';
import type { KeyId } from '../model/key-id.js';
import type { Cancel, Clock } from '../ports/clock.js';
import type { Events } from '../ports/events.js';
import type { KeyRepository } from '../ports/key-repository.js';
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
  let pending = new Map<KeyId, Date>();
  let underWay = 0;
  let droppedUses = 0;
  let cancelFlush: Cancel | undefined;
  let flushing: Promise<void> = Promise.resolve();
  let closing: Promise<void> | undefined;
  let closed = false;

  function drop(count: number): void {
    droppedUses += count;
    events.emit({ type: 'uses_dropped', count });
  }

  function record(keyId: KeyId, at: Date): void {
    const latest = pending.get(keyId);
    if (closing !== undefined || (latest === undefined && pending.size >= mostPending)) {
      drop(1);
      return;
    }
    if (latest === undefined || latest < at) pending.set(keyId, at);
    cancelFlush ??= clock.schedule(flushIntervalMs, flushLater);
  }

  function flushLater(): void {
    cancelFlush = undefined;
    // One at a time: behind a slow write the uses wait here, coalesced, not as a row of writes.
    flushing = flushing.then(flush);
  }

  async function flush(): Promise<void> {
    const uses = [...pending].map(([keyId, at]) => ({ keyId, at }));
    pending = new Map();
    underWay = uses.length;
    if (uses.length === 0) return;
    try {
      await repository.recordUses(uses);
    } catch (error) {
      if (isFault(error)) events.emit({ type: 'fault', code: error.code, error });
      if (closing === undefined) for (const { keyId, at } of uses) record(keyId, at);
      else if (!closed) drop(uses.length);
    }
    underWay = 0;
  }

  async function finish(): Promise<void> {
    cancelFlush?.();
    const onLate = () => new Error('the last uses were not written in time');
    try {
      await withinDeadline(clock, flushing.then(flush), { ms: closeDeadlineMs, onLate });
    } catch {
      // Nobody learns how a write that is still under way ends. After it there is none: the storage may be closed.
      drop(pending.size + underWay);
      pending = new Map();
    }
    closed = true;
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
