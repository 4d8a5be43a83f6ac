import type { Subject } from '../subjects/subject.js';
import { quantile } from './spread.js';

/** The load of a closed loop. */
export interface Load {
  /** How many calls wait for an answer at any time. */
  readonly inFlight: number;
  /** For how long, in milliseconds. */
  readonly ms: number;
}

/** The figures of one round of a loop. */
export interface LoopFigures {
  readonly perSecond: number;
  /** Time divided by the number of calls, in microseconds. With many in flight it is less than the latency of one. */
  readonly microseconds: number;
  /** Latency of one call, in milliseconds; `NaN` if it was not measured. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Reading the clock is not free compared to a call of a few microseconds. */
const callsPerClockRead = 4;

/** Makes the next call as soon as there is an answer. Throws if a valid token is refused. */
export async function closedLoop<Answer>(
  subject: Subject<Answer>,
  { inFlight, ms }: Load,
  { measuresEach = false }: { readonly measuresEach?: boolean } = {},
): Promise<LoopFigures> {
  const latencies: number[] = [];
  let callCount = 0;
  const beganAt = performance.now();
  const endsAt = beganAt + ms;

  let isOver = false;

  async function call(): Promise<void> {
    const { tokens, verify, accepts } = subject;
    while (!isOver) {
      const token = tokens[callCount % tokens.length] ?? '';
      callCount += 1;
      if (callCount % callsPerClockRead === 0 && performance.now() >= endsAt) isOver = true;
      const calledAt = measuresEach ? performance.now() : 0;
      const answer = await verify(token);
      if (!accepts(answer)) throw new Error(`${subject.name} refused a token that is valid`);
      if (measuresEach) latencies.push(performance.now() - calledAt);
    }
  }

  await Promise.all(Array.from({ length: inFlight }, call));
  return { ...rates(callCount, performance.now() - beganAt), ...latencyQuantiles(latencies) };
}

/** The same for a subject that answers synchronously, so no promise is created. */
export function tightLoop<Answer>(
  { name, tokens, verify, accepts }: Subject<Answer>,
  { ms }: Pick<Load, 'ms'>,
): LoopFigures {
  let callCount = 0;
  const beganAt = performance.now();
  const endsAt = beganAt + ms;
  do {
    for (let call = 0; call < callsPerClockRead; call += 1) {
      const answer = verify(tokens[callCount % tokens.length] ?? '') as Answer;
      callCount += 1;
      if (!accepts(answer)) throw new Error(`${name} refused a token that is valid`);
    }
  } while (performance.now() < endsAt);
  return { ...rates(callCount, performance.now() - beganAt), ...latencyQuantiles([]) };
}

function rates(count: number, ms: number): Pick<LoopFigures, 'perSecond' | 'microseconds'> {
  return { perSecond: (count / ms) * 1_000, microseconds: (ms / count) * 1_000 };
}

/** Returns the quantiles of some latencies. */
export function latencyQuantiles(latencies: readonly number[]): Pick<LoopFigures, 'p50Ms' | 'p99Ms'> {
  const sorted = Float64Array.from(latencies).sort();
  return { p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99) };
}
