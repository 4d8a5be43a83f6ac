import type { Subject } from '../subjects/subject.js';
import { latencyQuantiles } from './closed-loop.js';

/** Calls that arrive by a clock, whether or not earlier ones were answered. */
export interface Arrivals {
  readonly perSecond: number;
  /** For how long they arrive, in milliseconds. */
  readonly ms: number;
}

/** How long the arrivals waited. */
export interface ArrivalFigures {
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers divided by the time until the last one. If it is less than the arrivals, the subject didn't keep up. */
  readonly answeredPerSecond: number;
}

/**
 * Verifies by a clock, at random intervals (a Poisson process). Latency counts from the instant when a call was due: if
 * the process is late, its callers wait. Between two arrivals the event loop spins, so that it is never late because it
 * slept.
 */
export async function openLoop<Answer>(
  { name, tokens, verify, accepts }: Subject<Answer>,
  { perSecond, ms }: Arrivals,
): Promise<ArrivalFigures> {
  const latencies: number[] = [];
  const calls: Promise<void>[] = [];
  const meanMs = 1_000 / perSecond;
  const beganAt = performance.now();
  let dueAt = beganAt + interval(meanMs);

  async function call(token: string, at: number): Promise<void> {
    if (!accepts(await verify(token))) throw new Error(`${name} refused a token that is valid`);
    latencies.push(performance.now() - at);
  }

  await new Promise<void>((resolve) => {
    function turn(): void {
      for (const now = performance.now(); dueAt <= now; dueAt += interval(meanMs))
        calls.push(call(tokens[calls.length % tokens.length] ?? '', dueAt));
      if (dueAt < beganAt + ms) setImmediate(turn);
      else resolve();
    }
    turn();
  });
  await Promise.all(calls);
  const answeredPerSecond = (calls.length / (performance.now() - beganAt)) * 1_000;
  return { ...latencyQuantiles(latencies), answeredPerSecond };
}

function interval(meanMs: number): number {
  return -Math.log(1 - Math.random()) * meanMs;
}
