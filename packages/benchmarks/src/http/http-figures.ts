import { alternate, roundsOf } from '../harness/alternate.js';
import { mergeResults } from '../harness/merge-results.js';
import { watch } from '../harness/processor.js';
import { ratioOf, spreadOf } from '../harness/spread.js';
import { formatSpread } from '../report/format.js';
import {
  atLeast,
  type Bound,
  isMet,
  type Profile,
  type RunOptions,
  type SectionResult,
  type Table,
} from '../section.js';
import { type Contenders, routes, type ServedFigures, startContenders } from './contenders.js';
import { populate } from './population.js';
import type { Framework } from './server.js';

type Figures = ReadonlyMap<string, readonly ServedFigures[]>;

interface Frameworks {
  readonly title: string;
  readonly framework: Framework;
  /** The bound of the CPU time of the bare route divided by that of the protected one. */
  readonly minCpuRatio: number;
}

const frameworks: readonly Frameworks[] = [
  { title: 'Hono', framework: 'hono', minCpuRatio: 0.8 },
  { title: 'Express', framework: 'express', minCpuRatio: 0.9 },
];

/** Measures one framework after the other, the routes of each of them in alternating rounds. */
export async function httpFigures({ pace, rounds, log }: RunOptions): Promise<SectionResult> {
  const full = { keyCount: 100, warmMs: 1_000, ms: 1_000 };
  const quick = { keyCount: 50, warmMs: 200, ms: 300 };
  const { keyCount, warmMs, ms } = pace === 'full' ? full : quick;
  log(`issuing ${keyCount} keys at the default cost`);
  const population = await populate(keyCount);
  const results: SectionResult[] = [];
  for (const each of frameworks) {
    log(`${each.title}: proving each token, warming up, measuring`);
    const contenders = await startContenders(each.framework, population);
    for (const contender of contenders.all) await contender.load(warmMs);
    const entrants = contenders.all.map((contender) => ({
      name: contender.name,
      measure: () => contender.measure(ms),
    }));
    const figures: Figures = await alternate(entrants, rounds);
    const bounds = boundsOf(figures, each);
    const profiles = bounds.every(isMet) || pace === 'quick' ? [] : [await profileOf(contenders, each)];
    results.push({
      tables: [tableOf(figures, each)],
      bounds,
      profiles,
      raw: { [each.framework]: Object.fromEntries(figures) },
    });
    await contenders.close();
  }
  return mergeResults(results);
}

const perSecond = (figures: Figures, name: string) => roundsOf(figures, name, (each) => each.perSecond);
const cpu = (figures: Figures, name: string) => roundsOf(figures, name, (each) => each.cpuMicroseconds);

function boundsOf(figures: Figures, { title, minCpuRatio }: Frameworks): readonly Bound[] {
  const { bare, memory } = routes;
  return [
    atLeast(
      `${title}: requests per second, protected ÷ bare`,
      0.95,
      ratioOf(perSecond(figures, memory), perSecond(figures, bare)),
    ),
    atLeast(
      `${title}: server CPU, bare ÷ protected`,
      minCpuRatio,
      ratioOf(cpu(figures, bare), cpu(figures, memory)),
    ),
  ];
}

function tableOf(figures: Figures, { title }: Frameworks): Table {
  const spread = (name: string, number: (each: ServedFigures) => number) =>
    formatSpread(spreadOf(roundsOf(figures, name, number)));
  return {
    caption: `${title}:`,
    columns: [
      '',
      'requests per second',
      '÷ bare',
      'p50, ms',
      'p99, ms',
      'server CPU per request, µs',
      'CPU, bare ÷ this',
    ],
    rows: [...figures.keys()].map((name) => [
      name,
      spread(name, (each) => each.perSecond),
      formatSpread(ratioOf(perSecond(figures, name), perSecond(figures, routes.bare))),
      spread(name, (each) => each.p50Ms),
      spread(name, (each) => each.p99Ms),
      spread(name, (each) => each.cpuMicroseconds),
      formatSpread(ratioOf(cpu(figures, routes.bare), cpu(figures, name))),
    ]),
  };
}

/** Profiles the server while it serves the protected route. */
async function profileOf({ all, server }: Contenders, { title }: Frameworks): Promise<Profile> {
  const loading = all.find(({ name }) => name === routes.memory)?.load(1_800);
  const profile = await watch(server, { of: `the ${title} server, protected route`, ms: 1_500 });
  await loading;
  return profile;
}
