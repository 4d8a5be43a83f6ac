import type { Subject } from '../subjects/subject.js';
import { waits } from './closed-loop.js';

/** Requests that come when they come, whether or not the ones before have their answer. */
export interface Arrivals {
  readonly perSecond: number;
  /** For how long they come, in milliseconds. */
  readonly ms: number;
}

/** What those that came had to wait. */
export interface ArrivalFigures {
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers by the time until the last one. Less than came: it did not keep up. */
  readonly answeredPerSecond: number;
}

/**
 * Asks by a clock, at random intervals (a Poisson process). What one waits counts from the instant at which it should have
 * been asked: a process that is late has its callers wait. Between two arrivals the event loop spins, as one does that
 * wakes for each.
 */
export async function openLoop<Answer>(
  { name, tokens, verify, accepts }: Subject<Answer>,
  { perSecond, ms }: Arrivals,
): Promise<ArrivalFigures> {
  const latencies: number[] = [];
  const asked: Promise<void>[] = [];
  const meanMs = 1_000 / perSecond;
  const beganAt = performance.now();
  let dueAt = beganAt + interval(meanMs);

  async function ask(token: string, at: number): Promise<void> {
    if (!accepts(await verify(token))) throw new Error(`${name} refused a token that is valid`);
    latencies.push(performance.now() - at);
  }

  await new Promise<void>((resolve) => {
    function turn(): void {
      for (const now = performance.now(); dueAt <= now; dueAt += interval(meanMs))
        asked.push(ask(tokens[asked.length % tokens.length] ?? '', dueAt));
      if (dueAt < beganAt + ms) setImmediate(turn);
      else resolve();
    }
    turn();
  });
  await Promise.all(asked);
  const answeredPerSecond = (asked.length / (performance.now() - beganAt)) * 1_000;
  return { ...waits(latencies), answeredPerSecond };
}

function interval(meanMs: number): number {
  return -Math.log(1 - Math.random()) * meanMs;
}
