import { setTimeout as pause } from 'node:timers/promises';
import type { Deadline } from './deadline.js';
import { isLost, sqlState } from './driver-error.js';

const shortestPauseMs = 2;
const longestPauseMs = 100;

/**
 * Attempts something again where others were in the way: a serialization failure, a deadlock, a lock that was not had in
 * time. Where the connection was lost it is attempted once more, since a pool may lend one that was cut off long ago. Not
 * where it was lost by a commit: that one comes as an error of Postern. Until the deadline; then it rejects with what was
 * thrown last. The pauses grow and are jittered, so that those who were in each other's way don't meet again in step.
 */
export async function attemptUntil<Value>(
  deadline: () => Deadline,
  attempt: () => Promise<Value>,
): Promise<Value> {
  let losses = 0;
  for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await attempt();
    } catch (error) {
      if (isLost(error)) losses += 1;
      const again = isConflict(error) || (isLost(error) && losses === 1);
      const actualPauseMs = pauseMs * (0.5 + Math.random() / 2);
      if (!again || deadline().leftMs() <= actualPauseMs) throw error;
      await pause(actualPauseMs);
    }
  }
}

/** `serialization_failure`, `deadlock_detected`, `lock_not_available`: nothing of it was done. */
function isConflict(error: unknown): boolean {
  return /^(40001|40P01|55P03)$/.test(sqlState(error) ?? '');
}
