import { setTimeout as pause } from 'node:timers/promises';

/** The instant by which something must be done. */
export interface Deadline {
  /** The time left, in milliseconds; 0 or less once the deadline has passed. */
  readonly leftMs: () => number;
}

/** Returns the deadline that is `ms` milliseconds from now. */
export function deadlineIn(ms: number): Deadline {
  const endMs = performance.now() + ms;
  return { leftMs: () => endMs - performance.now() };
}

/**
 * Waits for some work for at most `ms` milliseconds, then rejects with `onLate()`. If the work succeeds after that, its
 * value goes to `afterwards`; if it fails, its error is dropped.
 */
export function within<Value>(
  ms: number,
  work: Promise<Value>,
  { onLate, afterwards }: { readonly onLate: () => Error; readonly afterwards?: (value: Value) => void },
): Promise<Value> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const giveUp = () => {
      isLate = true;
      reject(onLate());
    };
    // Node keeps all timers of the same whole number of milliseconds in one list. Joining a list, such as that of the
    // caller's own deadline, is cheaper than creating and removing one.
    const timer = setTimeout(giveUp, Math.ceil(ms));
    work.then(
      (value) => {
        clearTimeout(timer);
        if (isLate) afterwards?.(value);
        else resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

/** When something is attempted again, and for how long. */
export interface RetryOptions {
  /** Whether the next attempt may succeed after this error. Called once for each attempt that fails. */
  readonly mayRetry: (error: unknown) => boolean;
  /** The pause before the second attempt. Each pause is up to twice as long as the one before. */
  readonly minPauseMs: number;
  readonly maxPauseMs: number;
  /**
   * How much time an attempt needs. No further one starts with less time left. 0: the last one starts at the deadline.
   */
  readonly minAttemptMs: number;
  /** Called after each attempt that fails, so that the deadline may start with the first one. */
  readonly deadline: () => Deadline;
}

/**
 * Attempts something until it succeeds or fails for good, or until the deadline; then it rejects with the last error.
 * The pauses grow and are jittered, so that callers that were in each other's way don't meet again in step.
 */
export async function retryUntil<Value>(
  attempt: () => Value | Promise<Value>,
  { mayRetry, minPauseMs, maxPauseMs, minAttemptMs, deadline }: RetryOptions,
): Promise<Value> {
  for (let longestMs = minPauseMs; ; longestMs = Math.min(2 * longestMs, maxPauseMs)) {
    try {
      return await attempt();
    } catch (error) {
      const pauseMs = longestMs * (0.5 + Math.random() / 2);
      const spareMs = deadline().leftMs() - minAttemptMs;
      if (!mayRetry(error) || spareMs <= 0) throw error;
      await pause(Math.min(pauseMs, spareMs));
    }
  }
}
