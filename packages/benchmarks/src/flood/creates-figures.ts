import { alternate, roundsOf } from '../harness/alternate.js';
import { ratioOf, spreadOf } from '../harness/spread.js';
import { startWorker } from '../harness/worker.js';
import { formatNumber, formatSpread } from '../report/format.js';
import { atMost, type RunOptions, type SectionResult } from '../section.js';
import { defaultCostHasher, issueKeys } from '../subjects/population.js';
import { fillSqlite, temporaryFile } from '../subjects/sqlite-file.js';
import type { CreatesFigures, CreatesLoad, CreatesSetup } from './creates-process.js';

const paces = {
  full: { coldPerRound: 60, everyMs: 50 },
  quick: { coldPerRound: 10, everyMs: 50 },
} as const;
const warmCount = 50;
const deadCount = 100;
const inFlight = 60;

/** Measures how much creating keys in parallel, and reporting dead tokens, slow down verifications for other owners. */
export async function createsFigures({ pace, rounds, log }: RunOptions): Promise<SectionResult> {
  const { coldPerRound, everyMs } = paces[pace];
  const count = warmCount + deadCount + 3 * rounds * coldPerRound;
  log(`floods of creates and of reports: issuing ${count} keys at the default cost`);
  const known = await issueKeys(count, defaultCostHasher());
  const file = temporaryFile('creates.sqlite');
  const storage = await fillSqlite(
    file,
    known.map(({ stored }) => stored),
  );
  await storage.close();
  const tokens = known.map(({ token }) => token);
  const served: CreatesSetup = {
    file,
    warm: tokens.splice(0, warmCount),
    dead: tokens.splice(0, deadCount),
  };
  const worker = await startWorker(new URL('./creates-process.js', import.meta.url), served);

  const entrant = (name: string, flood: Pick<CreatesLoad, 'creates' | 'reports'>) => ({
    name,
    measure: () => {
      const load: CreatesLoad = { ...flood, cold: tokens.splice(0, coldPerRound), everyMs };
      return worker.call<CreatesFigures>('measure', load);
    },
  });
  const creates = `${inFlight} creates in flight`;
  const reports = `${inFlight} reports in flight`;
  const entrants = [
    entrant('quiet', { creates: 0, reports: 0 }),
    entrant(creates, { creates: inFlight, reports: 0 }),
    entrant(reports, { creates: 0, reports: inFlight }),
  ];
  const figures = await alternate(entrants, rounds);
  await worker.close();

  const of = (name: string, number: (each: CreatesFigures) => number) => roundsOf(figures, name, number);
  const coldP99 = (name: string) => of(name, (each) => each.coldP99Ms);
  const total = (name: string, number: (each: CreatesFigures) => number) =>
    of(name, number).reduce((sum, each) => sum + each, 0);
  return {
    tables: [
      {
        caption: `Verifications of other owners while one member creates keys, or someone reports tokens of revoked ones; ${1_000 / everyMs} cold ones a second:`,
        columns: [
          '',
          'cold p50, ms',
          'cold p99, ms',
          'cold p99 ÷ quiet',
          'warm p99, ms',
          'created or reported',
        ],
        rows: ['quiet', creates, reports].map((name) => [
          name,
          formatSpread(spreadOf(of(name, (each) => each.coldP50Ms))),
          formatSpread(spreadOf(coldP99(name))),
          formatSpread(ratioOf(coldP99(name), coldP99('quiet'))),
          formatSpread(spreadOf(of(name, (each) => each.warmP99Ms))),
          formatNumber(total(name, (each) => each.flooded)),
        ]),
      },
    ],
    bounds: [
      atMost('flood of creates: cold p99 ÷ quiet', 3, ratioOf(coldP99(creates), coldP99('quiet'))),
      atMost('flood of creates: valid tokens refused', 0, spreadOf([total(creates, (each) => each.refused)])),
      atMost('flood of reports: cold p99 ÷ quiet', 3, ratioOf(coldP99(reports), coldP99('quiet'))),
      atMost('flood of reports: valid tokens refused', 0, spreadOf([total(reports, (each) => each.refused)])),
    ],
    raw: { 'flood of creates and of reports': Object.fromEntries(figures) },
  };
}
