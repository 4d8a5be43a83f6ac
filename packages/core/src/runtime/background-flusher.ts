import type { Cancel, Clock } from '../ports/clock.js';
import { outsideRequests } from './turns.js';
import { withinDeadline } from './within-deadline.js';

interface FlusherParts {
  readonly clock: Clock;
  /** Milliseconds between two flushes. */
  readonly flushIntervalMs: number;
  /** How long `close` waits, in milliseconds. */
  readonly closeDeadlineMs: number;
  /** Writes what is pending. Never rejects. */
  readonly flush: () => Promise<void>;
  /** Called if the last flush did not finish in time. */
  readonly giveUp: () => void;
}

/** Writes pending data in the background, one flush at a time. */
export interface BackgroundFlusher {
  /** Schedules a flush, unless one is already scheduled. */
  flushLater(): void;
  /** Flushes, after any flush that is in progress. */
  flushNow(): Promise<void>;
  isClosing(): boolean;
  /** Flushes for the last time, in bounded time. Never rejects; further calls wait for the same flush. */
  close(): Promise<void>;
}

/** Creates a flusher. It flushes an interval after it was asked to, and never as part of a request. */
export function backgroundFlusher(parts: FlusherParts): BackgroundFlusher {
  const { clock, flushIntervalMs, closeDeadlineMs, flush, giveUp } = parts;
  let cancelFlush: Cancel | undefined;
  let flushing: Promise<void> = Promise.resolve();
  let closing: Promise<void> | undefined;

  /** A flush writes data of many requests, so it runs in the context of none. */
  const startFlush = outsideRequests(() => {
    // One at a time: during a slow write, more data is gathered into one flush instead of a queue of writes.
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
      // A write may still be in progress, and its outcome is ignored. No other write follows: the storage may be
      // closed.
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
