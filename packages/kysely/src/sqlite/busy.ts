import { setTimeout as pause } from 'node:timers/promises';

const shortestPauseMs = 1;
const longestPauseMs = 50;

/**
 * Says whether an error of the driver tells that somebody else holds the file for now: a writer, whoever recovers it after
 * a crash (`SQLITE_BUSY_RECOVERY`), opens it first or closes it last.
 */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^SQLITE_(BUSY|LOCKED)(_|$)/.test(String(error.code));
}

/**
 * Attempts something until SQLite is not busy, or until the deadline is over; then it rejects with the driver's error.
 * The driver's own waiting would stop the event loop. The pauses grow and are jittered, so that processes which wait
 * for the same lock don't ask for it in step.
 */
export async function retryWhileBusy<Value>(
  attempt: () => Value | Promise<Value>,
  deadlineMs: number,
): Promise<Value> {
  const endMs = performance.now() + deadlineMs;
  for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await attempt();
    } catch (error) {
      const leftMs = endMs - performance.now();
      if (!isBusy(error) || leftMs <= 0) throw error;
      await pause(Math.min(pauseMs * (0.5 + Math.random() / 2), leftMs));
    }
  }
}
