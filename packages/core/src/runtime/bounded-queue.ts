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

/** Milliseconds after which a refused job is worth another attempt. */
const retryAfterMs = 1_000;

/** Work that takes turns. */
export interface BoundedQueue {
  /**
   * Runs a job for a key, when its turn comes: key IDs take turns, so one with many jobs doesn't hold up one with few.
   * Rejects with `ERR_OVERLOADED` where the deadline is over, and where the queue is full: then the key ID with the most
   * waiting jobs loses its newest, or this job is the one that is refused.
   */
  run<Value>(keyId: KeyId, job: () => Promise<Value>): Promise<Value>;
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

  function run<Value>(keyId: KeyId, job: () => Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      if (!makeRoom(keyId)) {
        reject(new OverloadedError(retryAfterMs));
        return;
      }
      const cancelDeadline = clock.schedule(deadlineMs, () => {
        turns.delete(keyId, waiting);
        reject(new OverloadedError(retryAfterMs));
      });
      const waiting: Waiting = {
        start() {
          underWay += 1;
          // A job past its deadline still holds its thread, so it holds its place here too.
          void settle(job).then((result) => {
            underWay -= 1;
            cancelDeadline();
            if (result.ok) resolve(result.value);
            else reject(result.error);
            startNext();
          });
        },
        refuse() {
          cancelDeadline();
          reject(new OverloadedError(retryAfterMs));
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
