import type { Clock } from '../ports/clock.js';

/** A clock that only moves when a test moves it. */
export interface SettableClock extends Clock {
  /** Moves time forward, and makes the scheduled calls that are due, in order. */
  advance(ms: number): void;
  /** Sets the wall clock, forward or back, as an administrator would. Scheduled calls are not affected. */
  set(now: Date): void;
}

/**
 * Creates a clock for tests. It starts at the given instant, by default 2026-01-01T00:00:00Z.
 *
 * @example
 * const clock = settableClock();
 * clock.advance(60_000);
 */
export function settableClock(start: Date = new Date('2026-01-01T00:00:00Z')): SettableClock {
  let wallMs = start.getTime();
  let monotonicMs = 0;
  const scheduled = new Set<{ readonly dueMs: number; readonly callback: () => void }>();

  function nextDue(untilMs: number) {
    const due = [...scheduled].filter(({ dueMs }) => dueMs <= untilMs);
    return due.sort((one, other) => one.dueMs - other.dueMs)[0];
  }

  return {
    now: () => new Date(wallMs),
    monotonicMs: () => monotonicMs,
    schedule(ms, callback) {
      const call = { dueMs: monotonicMs + ms, callback };
      scheduled.add(call);
      return () => void scheduled.delete(call);
    },
    set(now) {
      wallMs = now.getTime();
    },
    advance(ms) {
      const endMs = monotonicMs + ms;
      for (let call = nextDue(endMs); call !== undefined; call = nextDue(endMs)) {
        scheduled.delete(call);
        wallMs += call.dueMs - monotonicMs;
        monotonicMs = call.dueMs;
        call.callback();
      }
      wallMs += endMs - monotonicMs;
      monotonicMs = endMs;
    },
  };
}
