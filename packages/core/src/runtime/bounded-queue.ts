import { OverloadedError } from '../errors.js';
import type { KeyId } from '../model/key-id.js';
import type { Clock } from '../ports/clock.js';
import { takingTurns } from './taking-turns.js';

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

/** What became of a job: its value, or that there was no room or no time for it. */
export type RunResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly retryAfterMs: number };

/** A value, not an error: under a flood, the stacks of errors would take a tenth of the time that is left. */
const overloaded: RunResult<never> = { ok: false, retryAfterMs: 1_000 };

/**
 * Gives the value of a job that ran.
 *
 * @throws {OverloadedError} where it did not.
 */
export function valueIfRan<Value>(result: RunResult<Value>): Value {
  if (!result.ok) throw new OverloadedError(result.retryAfterMs);
  return result.value;
}

/** Work that takes turns. */
export interface BoundedQueue {
  /**
   * Runs a job for a key, when its turn comes: key IDs take turns, so one with many jobs doesn't hold up one with few.
   * A job is refused where its deadline is over, and where the queue is full: then the key ID with the most waiting jobs
   * loses its newest, or this job is the one that is refused. Rejects where the job does.
   */
  run<Value>(keyId: KeyId, job: () => Promise<Value>): Promise<RunResult<Value>>;
  /** Says whether a job would run at once: a place is free, and nobody waits for it. */
  hasFreePlace(): boolean;
}

/** A job that has not started. */
interface Waiting {
  start(): void;
  refuse(): void;
}

/** Makes a queue that holds no more than its bounds allow: work that can't be done soon is refused at once. */
export function boundedQueue({ clock, concurrency, length, deadlineMs }: QueueBounds): BoundedQueue {
  const turns = takingTurns<Waiting>();
  let underWay = 0;

  function startNext(): void {
    while (underWay < concurrency) {
      const next = turns.takeNext();
      if (next === undefined) return;
      next.start();
    }
  }

  /** Says whether one more of this key may wait. */
  function makeRoom(keyId: KeyId): boolean {
    if (underWay < concurrency || turns.size() < length) return true;
    const givesWay = turns.takeFromGreedierThan(keyId);
    givesWay?.refuse();
    return givesWay !== undefined;
  }

  function run<Value>(keyId: KeyId, job: () => Promise<Value>): Promise<RunResult<Value>> {
    return new Promise((resolve, reject) => {
      if (!makeRoom(keyId)) return resolve(overloaded);
      const cancelDeadline = clock.schedule(deadlineMs, () => {
        turns.delete(keyId, waiting);
        resolve(overloaded);
      });
      const waiting: Waiting = {
        start() {
          underWay += 1;
          // A job past its deadline still holds its thread, so it holds its place here too.
          void settle(job).then((result) => {
            underWay -= 1;
            cancelDeadline();
            if (result.ok) resolve(result);
            else reject(result.error);
            startNext();
          });
        },
        refuse() {
          cancelDeadline();
          resolve(overloaded);
        },
      };
      turns.add(keyId, waiting);
      startNext();
    });
  }

  return { run, hasFreePlace: () => underWay < concurrency && turns.size() === 0 };
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
