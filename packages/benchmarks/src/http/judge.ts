import { roundsOf } from '../harness/alternate.js';
import { ratioOf, type Spread, spreadOf } from '../harness/spread.js';
import { formatNumber, formatSpread } from '../report/format.js';
import { atLeast, type Bound, type InBrief, type Table } from '../section.js';
import { routes, type ServedFigures } from './contenders.js';
import type { Framework } from './server.js';

/** The figures of all rounds, by route. */
export type Figures = ReadonlyMap<string, readonly ServedFigures[]>;

/** A framework and its targets. */
export interface JudgedFramework {
  readonly title: string;
  readonly framework: Framework;
  /** The bound of both ratios between the protected route and the guard that verifies nothing. */
  readonly minRatio: number;
}

export const frameworks: readonly JudgedFramework[] = [
  { title: 'Hono', framework: 'hono', minRatio: 0.82 },
  { title: 'Express', framework: 'express', minRatio: 0.95 },
];

/** What the targets and the ratios to the bare route need. */
export const judgedRoutes: readonly string[] = [routes.bare, routes.noGuard, routes.memory];

const perSecond = (figures: Figures, name: string) => roundsOf(figures, name, (each) => each.perSecond);
const cpu = (figures: Figures, name: string) => roundsOf(figures, name, (each) => each.cpuMicroseconds);

/** How many requests per second a route serves, divided by those of another. */
function rateRatio(figures: Figures, name: string, other: string): Spread {
  return ratioOf(perSecond(figures, name), perSecond(figures, other));
}

/** How much CPU time a request to the other route takes, divided by that of this route. */
function cpuRatio(figures: Figures, name: string, other: string): Spread {
  return ratioOf(cpu(figures, other), cpu(figures, name));
}

/** Returns the targets. */
export function boundsOf(figures: Figures, { title, minRatio }: JudgedFramework): readonly Bound[] {
  const { noGuard, memory } = routes;
  return [
    atLeast(
      `${title}: requests per second, protected ÷ the guard that verifies nothing`,
      minRatio,
      rateRatio(figures, memory, noGuard),
    ),
    atLeast(
      `${title}: server CPU, the guard that verifies nothing ÷ protected`,
      minRatio,
      cpuRatio(figures, memory, noGuard),
    ),
  ];
}

/** Below this share of the bare route's requests per second, it needs an explanation. There is no target for it. */
const minShareOfBare = 0.8;

/** Whether the protected route serves much less than the bare one. */
export function isFarFromBare(figures: Figures): boolean {
  return rateRatio(figures, routes.memory, routes.bare).median < minShareOfBare;
}

/** Explains why the protected route serves much less than the bare one. */
export function whyFarFromBare(figures: Figures, { title }: JudgedFramework): string {
  const share = (name: string) => formatNumber(rateRatio(figures, name, routes.bare).median);
  return `**${title}, protected ÷ bare.** The protected route serves ${share(routes.memory)} of the bare route’s requests per second. The guard that verifies nothing serves ${share(routes.noGuard)} of them: that much is the price of any guard that waits for the handler and sets headers. The rest is the verification. The profile below has its functions, and how much each package of Postern takes.`;
}

/** Says what a protected route costs. */
export function inBriefOf(figures: Figures, { title }: JudgedFramework): InBrief {
  const percent = (other: string) => `${Math.round(rateRatio(figures, routes.memory, other).median * 100)} %`;
  const { median } = spreadOf(cpu(figures, routes.memory));
  return {
    about: 'cost',
    text: `${title}, with keys on SQLite: a request to a protected route takes ${formatNumber(median)} µs of CPU time, HTTP included. The route serves ${percent(routes.noGuard)} of the requests per second that it serves with a guard that verifies nothing, and ${percent(routes.bare)} of those without a guard.`,
  };
}

/** Shows what each route serves, and what it costs the server. */
export function routesTable(figures: Figures, { title }: JudgedFramework): Table {
  const spread = (name: string, number: (each: ServedFigures) => number) =>
    formatSpread(spreadOf(roundsOf(figures, name, number)));
  const others = [routes.bare, routes.noGuard];
  return {
    caption: `${title}:`,
    columns: [
      '',
      'requests per second',
      '÷ bare',
      '÷ guard that verifies nothing',
      'p50, ms',
      'p99, ms',
      'server CPU per request, µs',
      'CPU, bare ÷ this',
      'CPU, guard that verifies nothing ÷ this',
    ],
    rows: [...figures.keys()].map((name) => [
      name,
      spread(name, (each) => each.perSecond),
      ...others.map((other) => formatSpread(rateRatio(figures, name, other))),
      spread(name, (each) => each.p50Ms),
      spread(name, (each) => each.p99Ms),
      spread(name, (each) => each.cpuMicroseconds),
      ...others.map((other) => formatSpread(cpuRatio(figures, name, other))),
    ]),
  };
}
