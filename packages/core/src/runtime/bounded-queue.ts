import { OverloadedError } from '../errors.js';
import type { Clock } from '../ports/clock.js';

/** Bounds of a queue. */
interface QueueBounds {
  readonly clock: Clock;
  /** How many jobs may be under way at once. */
  readonly concurrency: number;
  /** How many more may wait. */
  readonly length: number;
  /** How long a job may take in milliseconds, waiting included. */
  readonly deadlineMs: number;
}

/** Milliseconds after which a refused job is worth another attempt. */
const retryAfterMs = 1_000;

/** Work that takes turns. */
export interface BoundedQueue {
  /** Runs a job, when its turn comes. Rejects with `ERR_OVERLOADED` where the queue is full or the deadline is over. */
  run<Value>(job: () => Promise<Value>): Promise<Value>;
  /** Says whether a job would run at once: a place is free, and nobody waits for it. */
  hasFreePlace(): boolean;
}

/** Makes a queue that holds no more than its bounds allow: work that can't be done soon is refused at once. */
export function boundedQueue({ clock, concurrency, length, deadlineMs }: QueueBounds): BoundedQueue {
  const waiting = new Set<() => void>();
  let underWay = 0;

  function startNext(): void {
    for (const start of waiting) {
      if (underWay >= concurrency) return;
      waiting.delete(start);
      start();
    }
  }

  function run<Value>(job: () => Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      if (underWay >= concurrency && waiting.size >= length) {
        reject(new OverloadedError(retryAfterMs));
        return;
      }
      const cancelDeadline = clock.schedule(deadlineMs, () => {
        waiting.delete(start);
        reject(new OverloadedError(retryAfterMs));
      });
      function start(): void {
        underWay += 1;
        // A job past its deadline still holds its thread, so it holds its place here too.
        void settle(job).then((result) => {
          underWay -= 1;
          cancelDeadline();
          if (result.ok) resolve(result.value);
          else reject(result.error);
          startNext();
        });
      }
      waiting.add(start);
      startNext();
    });
  }

  return { run, hasFreePlace: () => underWay < concurrency && waiting.size === 0 };
}

type Settled<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: unknown };

async function settle<Value>(job: () => Promise<Value>): Promise<Settled<Value>> {
  try {
    return { ok: true, value: await job() };
  } catch (error) {
    return { ok: false, error };
  }
}
