import { AsyncResource } from 'node:async_hooks';
import { OverloadedError } from '../errors.js';
import type { Clock } from '../ports/clock.js';
import type { KeyId } from '../token/key-id.js';
import { type FairQueue, fairQueue } from './fair-queue.js';
import { withinDeadline } from './within-deadline.js';

interface QueueBounds {
  readonly clock: Clock;
  /** How many jobs may run at the same time. */
  readonly concurrency: number;
  /** How many more may wait, separately for proofs, new keys and reports. */
  readonly length: number;
  /** How long a job may take, including the time it waits, in milliseconds. */
  readonly deadlineMs: number;
}

/** The outcome of a job: its value, or that there was no room or no time for it. */
export type RunResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly retryAfterMs: number };

/** A value, not an error: under a flood, the stacks of errors would take a tenth of the time that is left. */
const overloaded: RunResult<never> = { ok: false, retryAfterMs: 1_000 };

/**
 * Returns the value of a job that ran.
 *
 * @throws {OverloadedError} if it did not run.
 */
export function valueIfRan<Value>(result: RunResult<Value>): Value {
  if (!result.ok) throw new OverloadedError(result.retryAfterMs);
  return result.value;
}

/**
 * A queue for hashes. A job is refused if its deadline passes, or if its lane is full: then the group with the most
 * waiting jobs loses its newest one, or the new job itself is refused. Rejects if the job does.
 */
export interface HashQueue {
  /** For verifying a token. Key IDs take turns, so one with many jobs doesn't hold up one with few. */
  runProof<Value>(keyId: KeyId, job: () => Promise<Value>): Promise<RunResult<Value>>;
  /**
   * For the token of a new key. Those who request keys take turns. While proofs wait, only one job in five is not a
   * proof: enough that a flood of wrong secrets doesn't keep people from rotating a key, and so few that creating keys
   * delays a proof by one job, plus one for every four proofs ahead of it.
   */
  runNewKey<Value>(requester: string, job: () => Promise<Value>): Promise<RunResult<Value>>;
  /**
   * For proving a reported token. However many keys the reports name, they share this lane, which has one slot, and
   * which takes turns with that of new keys. The sources of the reports take turns in it.
   */
  runReport<Value>(source: string, job: () => Promise<Value>): Promise<RunResult<Value>>;
  /** Checks whether a proof would start immediately: a slot is free, and nothing is waiting for it. */
  isIdle(): boolean;
}

/** A job that has not started. */
interface Waiting {
  start(): void;
  refuse(): void;
}

interface Lane {
  readonly queue: FairQueue<Waiting>;
  /** How many of its jobs may run at the same time. */
  readonly concurrency: number;
  running: number;
}

/** How many proofs run in a row before another lane has its turn. */
const maxProofsInARow = 4;

/** Creates a queue that refuses a job immediately if it can't run soon. */
export function hashQueue({ clock, concurrency, length, deadlineMs }: QueueBounds): HashQueue {
  // At most half of the slots are for anything else, so that the others are free as soon as a proof arrives.
  const slotsOfOthers = Math.max(1, Math.floor(concurrency / 2));
  const proofs = lane(concurrency);
  const newKeys = lane(slotsOfOthers);
  const reports = lane(/* L04 slot */ 1);
  /** All lanes but that of the proofs, in the order of their turns. */
  let others: readonly Lane[] = [newKeys, reports];
  let proofsInARow = 0;

  function hasSlot(lane: Lane): boolean {
    const runningOthers = newKeys.running + reports.running;
    if (proofs.running + runningOthers >= concurrency || lane.running >= lane.concurrency) return false;
    return lane === proofs || runningOthers < slotsOfOthers;
  }

  function nextLane(): Lane | undefined {
    const waits = (lane: Lane) => lane.queue.size() > 0 && hasSlot(lane);
    const other = others.find(waits);
    if (other !== undefined && (!waits(proofs) || proofsInARow >= maxProofsInARow)) return other;
    return waits(proofs) ? proofs : undefined;
  }

  function startNext(): void {
    for (let next = nextLane(); next !== undefined; next = nextLane()) {
      const turn = next;
      proofsInARow = turn === proofs ? proofsInARow + 1 : 0;
      if (turn !== proofs) others = [...others.filter((lane) => lane !== turn), turn];
      turn.queue.takeNext()?.start();
    }
  }

  /** Makes room for one more job of this group, by evicting another if necessary. `false`: there is none. */
  function makeRoom(lane: Lane, group: string): boolean {
    if (hasSlot(lane) || lane.queue.size() < length) return true;
    // F04 greediest
    const evicted = lane.queue.evictFromLongestQueue(group);
    evicted?.refuse();
    return evicted !== undefined;
  }

  function run<Value>(lane: Lane, group: string, job: () => Promise<Value>): Promise<RunResult<Value>> {
    // The job starts when another one ends, but must not run in the context of that one's request.
    const inContext = AsyncResource.bind(job);
    return new Promise((resolve, reject) => {
      if (!makeRoom(lane, group)) return resolve(overloaded);
      const cancelDeadline = clock.schedule(deadlineMs, () => {
        lane.queue.delete(group, waiting);
        resolve(overloaded);
      });
      const waiting: Waiting = {
        start() {
          lane.running += 1;
          // A job past its deadline still occupies its thread, so it keeps its slot here too.
          void settle(inContext).then((result) => {
            lane.running -= 1;
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
      lane.queue.add(group, waiting);
      startNext();
    });
  }

  return {
    runProof: (keyId, job) => run(proofs, keyId, job),
    runNewKey: (requester, job) => run(/* F11 lane */ newKeys, requester, job),
    runReport: (source, job) => run(reports, source, job),
    isIdle: () => hasSlot(proofs) && [proofs, ...others].every(({ queue }) => queue.size() === 0),
  };
}

function lane(concurrency: number): Lane {
  return { queue: fairQueue(), concurrency, running: 0 };
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

/**
 * Runs each job immediately, and refuses it at its deadline. For runtimes in which another request's job may never
 * finish, and so never free its slot in a queue. Such runtimes limit what a request may use by themselves.
 */
export function unsharedQueue({
  clock,
  deadlineMs,
}: {
  readonly clock: Clock;
  readonly deadlineMs: number;
}): HashQueue {
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
    runNewKey: (_requester, job) => run(job),
    runReport: (_source, job) => run(job),
    isIdle: () => true,
  };
}
