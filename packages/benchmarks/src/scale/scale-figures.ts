import { argon2Hasher } from '@postern/argon2';
import { alternate, type Entrant, roundsIn } from '../harness/alternate.js';
import { closedLoop } from '../harness/closed-loop.js';
import { profile } from '../harness/profile.js';
import { ratioOf, spreadOf } from '../harness/spread.js';
import { formatNumber, formatSpread } from '../report/format.js';
import { atMost, type Bound, isMet, type RunOptions, type SectionResult } from '../section.js';
import { cheapHasher, issueKeys } from '../subjects/population.js';
import { countStatements } from '../warm/count-statements.js';
import { bytesWithAudit, issueLoop } from './issue-loop.js';
import { makeSizedFile, type SizedFile } from './sized-file.js';

/** Measures one file of each size. */
export async function scaleFigures({ pace, rounds, scale10m, log }: RunOptions): Promise<SectionResult> {
  const ms = pace === 'full' ? 500 : 150;
  const sizes = pace === 'full' ? [10_000, 1_000_000, ...(scale10m ? [10_000_000] : [])] : [2_000, 50_000];
  const known = await issueKeys(sizes[0] ?? 0, cheapHasher());
  const files: SizedFile[] = [];
  for (const rows of sizes) {
    log(`making a file of ${rows.toLocaleString('en')} rows`);
    files.push(await makeSizedFile(rows, known));
  }

  log('measuring');
  const load = { inFlight: 32, ms };
  const reads = await alternate(
    [
      ...entrants(files, ({ postern }) => closedLoop(postern, load)),
      ...files.map(({ name, neverRemembered }) => ({
        name: neverIn(name),
        measure: () => closedLoop(neverRemembered, load),
      })),
    ],
    rounds,
  );
  const times = roundsIn(reads, ({ microseconds }) => microseconds);
  const bounds = boundsOf(files, times);
  const largest = files.at(-1);
  const profiles =
    bounds.every(isMet) || pace === 'quick' || largest === undefined
      ? []
      : [
          await profile(`verification among ${largest.name} rows`, () =>
            closedLoop(largest.postern, { inFlight: 32, ms: 1_500 }),
          ),
        ];

  log('measuring what is issued');
  // There are no targets for it.
  const issueRounds = pace === 'quick' ? 1 : rounds;
  const cheap = await alternate(
    entrants(files, ({ storage }) => issueLoop(storage, cheapHasher(), ms)),
    issueRounds,
  );
  const costly = await alternate(
    entrants(files, ({ storage }) => issueLoop(storage, argon2Hasher(), ms)),
    issueRounds,
  );
  const spreads = (figures: ReadonlyMap<string, readonly number[]>, name: string) =>
    formatSpread(spreadOf(roundsIn(figures, (figure) => figure)(name)));
  for (const file of files) await requireReads(file);
  const smallest = files[0]?.name ?? '';
  const withAudit = await bytesWithAudit(pace === 'full' ? 2_000 : 200, cheapHasher());
  return {
    tables: [
      {
        columns: [
          'rows',
          'warm, 32 in flight, µs',
          '÷ the smallest',
          'never in memory, µs',
          '÷ the smallest',
          'issued per second, negligible hash cost',
          'issued per second, default cost',
          'bytes per key',
          'with its audit entry',
        ],
        rows: files.map(({ name, bytesPerKey }) => [
          name,
          formatSpread(spreadOf(times(name))),
          formatSpread(ratioOf(times(name), times(smallest))),
          formatSpread(spreadOf(times(neverIn(name)))),
          formatSpread(ratioOf(times(neverIn(name)), times(neverIn(smallest)))),
          spreads(cheap, name),
          spreads(costly, name),
          formatNumber(bytesPerKey),
          formatNumber(withAudit),
        ]),
      },
    ],
    bounds,
    profiles,
    raw: {
      reads: Object.fromEntries(reads),
      issued: { cheap: Object.fromEntries(cheap), costly: Object.fromEntries(costly) },
    },
  };
}

function entrants<Figure>(
  files: readonly SizedFile[],
  measure: (file: SizedFile) => Promise<Figure>,
): readonly Entrant<Figure>[] {
  return files.map((file) => ({ name: file.name, measure: () => measure(file) }));
}

function neverIn(name: string): string {
  return `${name}, never in memory`;
}

/** Checks that these keys really are read each time. Call it last, because counting slows the driver down. */
async function requireReads({ neverRemembered }: SizedFile): Promise<void> {
  const { reads } = await countStatements(neverRemembered, neverRemembered.tokens.length);
  if (reads < 1) throw new Error(`a key that should never be in memory was: ${reads} reads per verification`);
}

/** Verification in the second file may take 1.15 times as long as in the first, in the third 1.5 times. */
function boundsOf(files: readonly SizedFile[], times: (name: string) => readonly number[]): readonly Bound[] {
  const [smallest, ...larger] = files;
  return larger.map(({ name }, index) =>
    atMost(
      `scale: time among ${name} rows ÷ among ${smallest?.name}`,
      [1.15, 1.5][index] ?? 1.5,
      ratioOf(times(name), times(smallest?.name ?? '')),
    ),
  );
}
