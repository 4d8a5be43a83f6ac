import { AsyncResource } from 'node:async_hooks';
import { OverloadedError } from '../errors.js';
import type { KeyId } from '../model/key-id.js';
import type { Clock } from '../ports/clock.js';
import { type TakingTurns, takingTurns } from './taking-turns.js';

/** Bounds of a queue. */
interface QueueBounds {
  readonly clock: Clock;
  /** How many jobs may be under way at once. */
  readonly concurrency: number;
  /** How many more may wait, of proofs and of new keys each. */
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

/**
 * Work that takes turns. A job is refused if its deadline is over, and if its lane is full: then whoever has the most waiting
 * jobs there loses the newest, or this job is the one that is refused. Rejects if the job does.
 */
export interface BoundedQueue {
  /** Proves a token: key IDs take turns, so one with many jobs doesn't hold up one with few. */
  runProof<Value>(keyId: KeyId, job: () => Promise<Value>): Promise<RunResult<Value>>;
  /**
   * Hashes the token of a new key: those who make keys take turns. Proofs go first: whoever makes keys in parallel delays
   * a proof by one job at most. One job in five is of this lane even while proofs wait, so that a flood of wrong secrets
   * doesn't keep people from rotating a key.
   */
  runNewKey<Value>(maker: string, job: () => Promise<Value>): Promise<RunResult<Value>>;
  /** Checks whether a proof would run now: a place is free, and nobody waits for it. */
  hasFreePlace(): boolean;
}

/** A job that has not started. */
interface Waiting {
  start(): void;
  refuse(): void;
}

/** Jobs of one kind. */
interface Lane {
  readonly turns: TakingTurns<Waiting>;
  /** How many may be under way at once. */
  readonly concurrency: number;
  underWay: number;
}

/** After how many proofs in a row a new key has its turn, if both wait. */
const proofsInARow = 4;

/** Makes a queue that holds no more than its bounds allow: work that can't be done soon is refused immediately. */
export function boundedQueue({ clock, concurrency, length, deadlineMs }: QueueBounds): BoundedQueue {
  const proofs: Lane = { turns: takingTurns(), concurrency, underWay: 0 };
  const newKeys: Lane = {
    turns: takingTurns(),
    // Half of the places at most: the others are free as soon as a proof comes.
    concurrency: Math.max(1, Math.floor(concurrency / 2)),
    underWay: 0,
  };
  let proofsSinceNewKey = 0;

  function hasPlace(lane: Lane): boolean {
    return proofs.underWay + newKeys.underWay < concurrency && lane.underWay < lane.concurrency;
  }

  function nextLane(): Lane | undefined {
    const waits = (lane: Lane) => lane.turns.size() > 0 && hasPlace(lane);
    if (waits(newKeys) && (!waits(proofs) || proofsSinceNewKey >= proofsInARow)) return newKeys;
    return waits(proofs) ? proofs : undefined;
  }

  function startNext(): void {
    for (let lane = nextLane(); lane !== undefined; lane = nextLane()) {
      proofsSinceNewKey = lane === newKeys ? 0 : proofsSinceNewKey + 1;
      lane.turns.takeNext()?.start();
    }
  }

  /** Checks whether one more may wait on this behalf. */
  function makeRoom(lane: Lane, behalf: string): boolean {
    if (hasPlace(lane) || lane.turns.size() < length) return true;
    const givesWay = lane.turns.takeFromGreedierThan(behalf);
    givesWay?.refuse();
    return givesWay !== undefined;
  }

  function run<Value>(lane: Lane, behalf: string, job: () => Promise<Value>): Promise<RunResult<Value>> {
    // It starts when another one has ended, and is not to run in the context of that one's request.
    const inContext = AsyncResource.bind(job);
    return new Promise((resolve, reject) => {
      if (!makeRoom(lane, behalf)) return resolve(overloaded);
      const cancelDeadline = clock.schedule(deadlineMs, () => {
        lane.turns.delete(behalf, waiting);
        resolve(overloaded);
      });
      const waiting: Waiting = {
        start() {
          lane.underWay += 1;
          // A job past its deadline still holds its thread, so it holds its place here too.
          void settle(inContext).then((result) => {
            lane.underWay -= 1;
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
      lane.turns.add(behalf, waiting);
      startNext();
    });
  }

  return {
    runProof: (keyId, job) => run(proofs, keyId, job),
    runNewKey: (maker, job) => run(newKeys, maker, job),
    hasFreePlace: () => hasPlace(proofs) && proofs.turns.size() + newKeys.turns.size() === 0,
  };
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
