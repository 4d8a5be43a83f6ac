import { roundsIn } from '../harness/alternate.js';
import type { LoopFigures } from '../harness/closed-loop.js';
import type { ArrivalFigures } from '../harness/open-loop.js';
import { ratioOf, spreadOf } from '../harness/spread.js';
import { formatNumber, formatSpread } from '../report/format.js';
import { atLeast, atMost, type Bound, type InBrief, type Table } from '../section.js';
import { names } from './names.js';

export const concurrencies = [1, 16, 64, 256] as const;

/** Returns the name of an entrant: a contestant, and how many calls are in flight or arrive per second. */
export function entry(name: string, number: number): string {
  return `${name}: ${number}`;
}

/** Returns the targets of the closed loop. */
export function boundsOf(figures: ReadonlyMap<string, readonly LoopFigures[]>): readonly Bound[] {
  const rates = roundsIn(figures, ({ perSecond }) => perSecond);
  const p99s = roundsIn(figures, ({ p99Ms }) => p99Ms);
  const faster = (inFlight: number, other: string) =>
    ratioOf(rates(entry(names.postern, inFlight)), rates(entry(other, inFlight)));
  const claim = (inFlight: number, what: string) => `PostgreSQL, ${inFlight} concurrent: ${what}`;
  return [
    atLeast(claim(64, `per second ÷ ${names.unnamed}`), 6.5, faster(64, names.unnamed)),
    atLeast(claim(64, `per second ÷ ${names.named}`), 3.8, faster(64, names.named)),
    atLeast(claim(16, `per second ÷ ${names.unnamed}`), 2.5, faster(16, names.unnamed)),
    atLeast(claim(1, `per second ÷ ${names.unnamed}`), 0.88, faster(1, names.unnamed)),
    ...concurrencies
      .filter((inFlight) => inFlight >= 16)
      .map((inFlight) =>
        atMost(
          claim(inFlight, `p99 ÷ that of ${names.unnamed}`),
          1,
          ratioOf(p99s(entry(names.postern, inFlight)), p99s(entry(names.unnamed, inFlight))),
        ),
      ),
    atLeast(claim(64, `per second ÷ ${names.betterAuth}`), 40, faster(64, names.betterAuth)),
  ];
}

/** Says what a verification costs, and what the database sees of it. */
export function inBriefOf(figures: ReadonlyMap<string, readonly LoopFigures[]>): readonly InBrief[] {
  const rates = roundsIn(figures, ({ perSecond }) => perSecond);
  const p50s = roundsIn(figures, ({ p50Ms }) => p50Ms);
  const median = (numbers: readonly number[]) => formatNumber(spreadOf(numbers).median);
  const times = formatNumber(
    ratioOf(rates(entry(names.postern, 64)), rates(entry(names.unnamed, 64))).median,
  );
  const alone = (name: string) => `${median(p50s(entry(name, 1)))} ms`;
  return [
    {
      about: 'cost',
      text: `PostgreSQL: with 64 requests at the same time, Postern verifies ${median(rates(entry(names.postern, 64)))} keys a second, ${times} times as many as one query for each request. A request alone takes ${alone(names.postern)}, and the query ${alone(names.unnamed)}.`,
    },
    {
      about: 'database',
      text: 'PostgreSQL: one message per turn of the event loop, for all keys that were asked for in that turn. Every verification reads its record, and none writes.',
    },
  ];
}

/** Shows verifications per second, and their latencies. */
export function closedTable(figures: ReadonlyMap<string, readonly LoopFigures[]>): Table {
  const rates = roundsIn(figures, ({ perSecond }) => perSecond);
  const [p50s, p99s] = [roundsIn(figures, ({ p50Ms }) => p50Ms), roundsIn(figures, ({ p99Ms }) => p99Ms)];
  return {
    caption:
      'Closed loop: each caller asks again as soon as it is answered. Verifications per second, and p50 / p99 in milliseconds.',
    columns: ['', ...concurrencies.map((inFlight) => `${inFlight} concurrent`)],
    rows: Object.values(names).map((name) => [
      name,
      ...concurrencies.map((inFlight) => {
        const of = entry(name, inFlight);
        const [p50, p99] = [spreadOf(p50s(of)), spreadOf(p99s(of))];
        return `${formatSpread(spreadOf(rates(of)))}; ${formatNumber(p50.median)} / ${formatNumber(p99.median)}`;
      }),
    ]),
  };
}

/** Shows the latencies of the arrivals. */
export function arrivalsTable(
  figures: ReadonlyMap<string, readonly ArrivalFigures[]>,
  rates: readonly number[],
): Table {
  const p50s = roundsIn(figures, ({ p50Ms }) => p50Ms);
  const p99s = roundsIn(figures, ({ p99Ms }) => p99Ms);
  const answered = roundsIn(figures, ({ answeredPerSecond }) => answeredPerSecond);
  return {
    caption:
      'Open loop: callers arrive by a clock, at random intervals. Milliseconds from the moment of arrival.',
    columns: ['arrivals per second', '', 'p50', 'p99', 'answered per second'],
    rows: rates.flatMap((rate) =>
      [names.unnamed, names.named, names.postern].map((name) => {
        const of = entry(name, rate);
        return [
          formatNumber(rate),
          name,
          ...[p50s(of), p99s(of), answered(of)].map((all) => formatSpread(spreadOf(all))),
        ];
      }),
    ),
  };
}
