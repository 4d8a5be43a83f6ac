import type { Cancel, Clock } from '../ports/clock.js';
import { outsideRequests } from './turns.js';
import { withinDeadline } from './within-deadline.js';

interface FlusherParts {
  readonly clock: Clock;
  /** Milliseconds between two flushes. */
  readonly flushIntervalMs: number;
  /** How long `close` waits, in milliseconds. */
  readonly closeDeadlineMs: number;
  /** Writes what waits. Never rejects. */
  readonly flush: () => Promise<void>;
  /** Called where `close` did not see the end of the last flush. */
  readonly giveUp: () => void;
}

/** Writes in the background what was put aside: one flush at a time. */
export interface BackgroundFlusher {
  /** Schedules a flush, unless one is scheduled already. */
  flushLater(): void;
  /** Flushes after the flush that is under way. */
  flushNow(): Promise<void>;
  isClosing(): boolean;
  /** Flushes for the last time, in bounded time. Never rejects; calling it again waits for the same. */
  close(): Promise<void>;
}

/** Makes a flusher. It flushes when asked to, after its interval, and never on the way of a request. */
export function backgroundFlusher(parts: FlusherParts): BackgroundFlusher {
  const { clock, flushIntervalMs, closeDeadlineMs, flush, giveUp } = parts;
  let cancelFlush: Cancel | undefined;
  let flushing: Promise<void> = Promise.resolve();
  let closing: Promise<void> | undefined;

  /** What is written is everybody's: in the context of nobody's request. */
  const startFlush = outsideRequests(() => {
    // One at a time: behind a slow write more is put aside, coalesced, not as a row of writes.
    flushing = flushing.then(flush);
  });

  function flushNow(): Promise<void> {
    startFlush();
    return flushing;
  }

  function flushAsScheduled(): void {
    cancelFlush = undefined;
    void flushNow();
  }

  async function finish(): Promise<void> {
    cancelFlush?.();
    const onLate = () => new Error('the last flush did not finish in time');
    try {
      await withinDeadline(clock, flushNow(), { ms: closeDeadlineMs, onLate });
    } catch {
      // Nobody learns how a write that is still under way ends. After it there is none: the storage may be closed.
      giveUp();
    }
  }

  return {
    flushLater() {
      cancelFlush ??= clock.schedule(flushIntervalMs, flushAsScheduled);
    },
    flushNow,
    isClosing: () => closing !== undefined,
    close() {
      // F07
      closing ??= finish();
      return closing;
    },
  };
}
