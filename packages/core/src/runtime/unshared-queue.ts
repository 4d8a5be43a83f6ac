import type { Clock } from '../ports/clock.js';
import type { BoundedQueue, RunResult } from './bounded-queue.js';
import { withinDeadline } from './within-deadline.js';

/**
 * Runs each job immediately, and refuses it at its deadline. For runtimes in which another request's job may never finish, and
 * so never free its place in a queue. Such a runtime limits what a request may use by itself.
 */
export function unsharedQueue({
  clock,
  deadlineMs,
}: {
  readonly clock: Clock;
  readonly deadlineMs: number;
}): BoundedQueue {
  async function run<Value>(job: () => Promise<Value>): Promise<RunResult<Value>> {
    const late = new Error('late');
    try {
      return { ok: true, value: await withinDeadline(clock, job(), { ms: deadlineMs, onLate: () => late }) };
    } catch (error) {
      if (error !== late) throw error;
      return { ok: false, retryAfterMs: 1_000 };
    }
  }
  return {
    runProof: (_keyId, job) => run(job),
    runNewKey: (_maker, job) => run(job),
    hasFreePlace: () => true,
  };
}
