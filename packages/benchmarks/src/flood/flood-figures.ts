import { alternate, roundsOf } from '../harness/alternate.js';
import { mergeResults } from '../harness/merge-results.js';
import { ratioOf, spreadOf } from '../harness/spread.js';
import { formatNumber, formatSpread } from '../report/format.js';
import {
  atMost,
  type Bound,
  isMet,
  type Profile,
  type RunOptions,
  type SectionResult,
  type Table,
} from '../section.js';
import { floods } from './forge.js';
import { startTestbed, type Testbed, type TestbedFigures } from './testbed.js';

interface Setting {
  readonly title: string;
  readonly hasCheckKeys: boolean;
  /** How many times the quiet p99 the p99 may be. */
  readonly limit: number;
}

const settings: readonly Setting[] = [
  { title: 'with check keys', hasCheckKeys: true, limit: 1.5 },
  { title: 'without check keys', hasCheckKeys: false, limit: 3 },
];

/** How many more rounds than other sections have: the p99 of a few hundred requests varies more than their mean. */
const moreRounds = 4;

type Figures = ReadonlyMap<string, readonly TestbedFigures[]>;

/** Measures the quiet baseline and each flood in alternating rounds, with check keys and without. */
export async function floodFigures({ pace, rounds, log }: RunOptions): Promise<SectionResult> {
  const full = { keyCount: 100, warmMs: 800, ms: 1_200 };
  const quick = { keyCount: 30, warmMs: 300, ms: 700 };
  const { keyCount, warmMs, ms } = pace === 'full' ? full : quick;
  const results: SectionResult[] = [];
  for (const setting of settings) {
    log(`${setting.title}: issuing and proving ${keyCount} keys at the default cost, warming up, measuring`);
    const testbed = await startTestbed({ ...setting, keyCount });
    const names = ['quiet', ...floods] as const;
    for (const name of names) await testbed.measure(name, warmMs);
    const entrants = names.map((name) => ({ name, measure: () => testbed.measure(name, ms) }));
    const figures: Figures = await alternate(entrants, rounds + moreRounds);
    const bounds = boundsOf(figures, setting);
    const profiles = pace === 'quick' ? [] : await profilesOf(testbed, setting, bounds);
    results.push({
      tables: [tableOf(figures, setting)],
      bounds: [...bounds, refusedBound(figures, setting)],
      profiles,
      raw: { [setting.title]: Object.fromEntries(figures) },
    });
    await testbed.close();
  }
  return mergeResults(results);
}

const p99 = (figures: Figures, name: string) => roundsOf(figures, name, (each) => each.p99Ms);

/** Returns one bound for each flood, in the order of `floods`. */
function boundsOf(figures: Figures, { title, limit }: Setting): readonly Bound[] {
  return floods.map((flood) =>
    atMost(
      `${title}, flood of ${flood}: p99 ÷ quiet`,
      limit,
      ratioOf(p99(figures, flood), p99(figures, 'quiet')),
    ),
  );
}

/** Counted over all rounds: one is too many. */
function refusedBound(figures: Figures, { title }: Setting): Bound {
  const refused = [...figures.values()].flat().reduce((total, each) => total + each.refused, 0);
  return atMost(`${title}: valid requests refused`, 0, spreadOf([refused]));
}

async function profilesOf(
  testbed: Testbed,
  { title }: Setting,
  bounds: readonly Bound[],
): Promise<readonly Profile[]> {
  const profiles: Profile[] = [];
  for (const [index, bound] of bounds.entries()) {
    const flood = floods[index];
    if (flood === undefined || isMet(bound)) continue;
    profiles.push(await testbed.profile(flood, `the server ${title}, flood of ${flood}`));
  }
  return profiles;
}

function tableOf(figures: Figures, { title }: Setting): Table {
  const spread = (name: string, number: (each: TestbedFigures) => number) =>
    formatSpread(spreadOf(roundsOf(figures, name, number)));
  const quiet = p99(figures, 'quiet');
  return {
    caption: `Valid requests ${title}:`,
    columns: [
      '',
      'p50, ms',
      'p99, ms',
      'p99 ÷ quiet',
      'cores in use by the server',
      'responses to the flood',
    ],
    rows: [...figures.keys()].map((name) => [
      name,
      spread(name, (each) => each.p50Ms),
      spread(name, (each) => each.p99Ms),
      formatSpread(ratioOf(p99(figures, name), quiet)),
      spread(name, (each) => each.cores),
      formatStatuses(figures.get(name) ?? []),
    ]),
  };
}

/** `401: 18,000, 503: 4`, over all rounds. Status 0 is a failed connection. */
function formatStatuses(rounds: readonly TestbedFigures[]): string {
  const counts = new Map<string, number>();
  for (const { floodStatuses } of rounds)
    for (const [status, count] of Object.entries(floodStatuses))
      counts.set(status, (counts.get(status) ?? 0) + count);
  return [...counts].map(([status, count]) => `${status}: ${formatNumber(count)}`).join(', ');
}
