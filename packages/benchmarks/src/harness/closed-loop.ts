import type { Subject } from '../subjects/subject.js';
import { quantile } from './spread.js';

/** How hard to ask. */
export interface Load {
  /** How many wait for an answer at any time. */
  readonly inFlight: number;
  /** For how long, in milliseconds. */
  readonly ms: number;
}

/** What one round of a loop gave. */
export interface LoopFigures {
  readonly perSecond: number;
  /** Time by count, in microseconds: with many in flight it is less than what one of them waits. */
  readonly microseconds: number;
  /** What one of them waited, in milliseconds; `NaN` where it was not watched. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** So seldom is the clock looked at: a call may take microseconds. */
const callsPerClockRead = 4;

/** Asks anew as soon as there is an answer. Throws where an answer is not the expected one. */
export async function closedLoop<Answer>(
  subject: Subject<Answer>,
  { inFlight, ms }: Load,
  { watchesEach = false }: { readonly watchesEach?: boolean } = {},
): Promise<LoopFigures> {
  const latencies: number[] = [];
  let asked = 0;
  const beganAt = performance.now();
  const endsAt = beganAt + ms;

  let isOver = false;

  async function ask(): Promise<void> {
    const { tokens, verify, accepts } = subject;
    while (!isOver) {
      const token = tokens[asked % tokens.length] ?? '';
      asked += 1;
      if (asked % callsPerClockRead === 0 && performance.now() >= endsAt) isOver = true;
      const askedAt = watchesEach ? performance.now() : 0;
      const answer = await verify(token);
      if (!accepts(answer)) throw new Error(`${subject.name} refused a token that is valid`);
      if (watchesEach) latencies.push(performance.now() - askedAt);
    }
  }

  await Promise.all(Array.from({ length: inFlight }, ask));
  return { ...rates(asked, performance.now() - beganAt), ...waits(latencies) };
}

/** The same for what answers directly: no promise is made for it. */
export function tightLoop<Answer>(
  { name, tokens, verify, accepts }: Subject<Answer>,
  { ms }: Pick<Load, 'ms'>,
): LoopFigures {
  let asked = 0;
  const beganAt = performance.now();
  const endsAt = beganAt + ms;
  do {
    for (let call = 0; call < callsPerClockRead; call += 1) {
      const answer = verify(tokens[asked % tokens.length] ?? '') as Answer;
      asked += 1;
      if (!accepts(answer)) throw new Error(`${name} refused a token that is valid`);
    }
  } while (performance.now() < endsAt);
  return { ...rates(asked, performance.now() - beganAt), ...waits([]) };
}

function rates(count: number, ms: number): Pick<LoopFigures, 'perSecond' | 'microseconds'> {
  return { perSecond: (count / ms) * 1_000, microseconds: (ms / count) * 1_000 };
}

/** Sorts what was waited, and gives its quantiles. */
export function waits(latencies: readonly number[]): Pick<LoopFigures, 'p50Ms' | 'p99Ms'> {
  const sorted = Float64Array.from(latencies).sort();
  return { p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99) };
}
