import { setTimeout as delay } from 'node:timers/promises';
import { alternate, roundsIn } from '../harness/alternate.js';
import type { LoopFigures } from '../harness/closed-loop.js';
import { ratioOf, type Spread, spreadOf } from '../harness/spread.js';
import type { Worker } from '../harness/worker.js';
import { formatNumber, formatSpread } from '../report/format.js';
import { atMost, type Bound, type InBrief, type Table } from '../section.js';
import { runClosedLoop } from '../subjects/subject-commands.js';
import type { CommitLoad } from './committing-process.js';
import { names } from './names.js';

/** The figures of one round, and how often the other process really committed. */
interface CommitFigures extends LoopFigures {
  readonly commitsPerSecond: number;
}

type Figures = ReadonlyMap<string, readonly CommitFigures[]>;

const rates = [100, 1_000] as const;

/** The services that remember records, each with the same one that does not. */
const pairs = [
  [names.posternAtDefaults, names.withoutMemoryAtDefaults],
  [names.postern, names.withoutMemory],
] as const;
const [few, many] = pairs;

/** How long the other process commits before and after a round, in milliseconds. */
const marginMs = 20;

interface CommitsOptions {
  readonly postern: Worker;
  /** Commits to the same file: see committing-process.ts. */
  readonly committing: Worker;
  readonly ms: number;
  readonly rounds: number;
}

/**
 * Measures Postern while another process commits to the same file.
 *
 * @throws if that process commits less often than it should, because that would make Postern look faster.
 */
export async function measureCommits({ postern, committing, ms, rounds }: CommitsOptions): Promise<Figures> {
  async function measure(name: string, perSecond: number): Promise<CommitFigures> {
    const load: CommitLoad = { perSecond, ms: ms + 2 * marginMs };
    const committed = committing.call<number>('commit', load);
    await delay(marginMs);
    const figures = await runClosedLoop(postern, { name, inFlight: 32, ms });
    return { ...figures, commitsPerSecond: await committed };
  }
  const figures = await alternate(
    rates.flatMap((perSecond) =>
      pairs.flat().map((name) => ({ name: at(perSecond, name), measure: () => measure(name, perSecond) })),
    ),
    rounds,
  );
  for (const perSecond of rates) {
    const { median } = commitsAt(figures, perSecond);
    if (median < perSecond * 0.9)
      throw new Error(`there were ${formatNumber(median)} commits a second, instead of ${perSecond}`);
  }
  return figures;
}

/** Returns the targets. */
export function commitBounds(figures: Figures): readonly Bound[] {
  const claim = (perSecond: number, keys: string) =>
    `SQLite, 32 in flight, ${formatNumber(perSecond)} commits a second by another process, ${keys}: time ÷ without remembered records`;
  return [
    atMost(claim(100, 'few keys'), 0.6, ratioAt(figures, 100, few)),
    atMost(claim(1_000, 'few keys'), 1.1, ratioAt(figures, 1_000, few)),
    atMost(claim(1_000, 'many keys'), 1.1, ratioAt(figures, 1_000, many)),
  ];
}

/** Shows what each service takes at each rate. */
export function commitsTable(figures: Figures): Table {
  const times = timesOf(figures);
  return {
    caption:
      'While another process commits to the same file, 32 in flight, µs per verification. The ratio is between the two rows of one service.',
    columns: [
      '',
      ...rates.map((perSecond) => `${formatSpread(commitsAt(figures, perSecond))} commits a second`),
    ],
    rows: pairs.flatMap((pair) => [
      ...pair.map((name) => [
        name,
        ...rates.map((perSecond) => formatSpread(spreadOf(times(at(perSecond, name))))),
      ]),
      ['first ÷ second', ...rates.map((perSecond) => formatSpread(ratioAt(figures, perSecond, pair)))],
    ]),
  };
}

/** Says what a verification costs if the host writes to the file as well. */
export function commitsInBrief(figures: Figures): InBrief {
  const ratio = (perSecond: number, pair: Pair) => formatNumber(ratioAt(figures, perSecond, pair).median);
  return {
    about: 'cost',
    text: `While another process commits to the same SQLite file, records are read again after each commit. At 1,000 commits a second, a verification takes ${ratio(1_000, many)} times as long as without remembered records. At 100 commits a second it takes ${ratio(100, few)} times as long with a few hundred keys in use, and ${ratio(100, many)} times as long with 10,000.`,
  };
}

type Pair = (typeof pairs)[number];

function at(perSecond: number, name: string): string {
  return `${name}: ${perSecond}`;
}

function timesOf(figures: Figures): (name: string) => readonly number[] {
  return roundsIn(figures, ({ microseconds }) => microseconds);
}

function ratioAt(figures: Figures, perSecond: number, [remembers, reads]: Pair): Spread {
  const times = timesOf(figures);
  return ratioOf(times(at(perSecond, remembers)), times(at(perSecond, reads)));
}

function commitsAt(figures: Figures, perSecond: number): Spread {
  const commits = roundsIn(figures, ({ commitsPerSecond }) => commitsPerSecond);
  return spreadOf(pairs.flat().flatMap((name) => commits(at(perSecond, name))));
}
