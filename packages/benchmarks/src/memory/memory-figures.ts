import { ratioOf, spreadOf } from '../harness/spread.js';
import { formatNumber, formatSpread } from '../report/format.js';
import { atMost, type RunOptions, type SectionResult } from '../section.js';
import { cheapHasher, issueKeys } from '../subjects/population.js';
import { warmPostern } from '../subjects/postern.js';
import { shuffled } from '../subjects/shuffled.js';
import { fillSqlite, temporaryFile } from '../subjects/sqlite-file.js';
import { heapGrowth } from './heap-growth.js';
import { memoBytes } from './memo-size.js';
import { recordBytes } from './record-size.js';

/** How much is measured. The heap is the same in each round, so fewer rounds are enough. */
const paces = {
  full: {
    proofs: 100_000,
    records: 10_000,
    rounds: 3,
    keyCount: 10_000,
    verifications: 10_000_000,
    times: 10,
  },
  quick: { proofs: 5_000, records: 5_000, rounds: 1, keyCount: 1_000, verifications: 100_000, times: 4 },
};

const mebibyte = 2 ** 20;

const maxMs = 100_000;

/** How many proofs and records a process remembers by default. */
const remembered = 10_000;

/** Measures the memo, the remembered records, and what long use leaves behind. */
export async function memoryFigures({ pace, log }: RunOptions): Promise<SectionResult> {
  const { proofs, records, rounds, keyCount, verifications, times } = paces[pace];
  log(`proving ${proofs.toLocaleString('en')} tokens, ${rounds} times`);
  const bytes = await memoBytes(proofs, rounds);
  log(`remembering ${records.toLocaleString('en')} records, ${rounds} times`);
  const recordSizes = await recordBytes(records, rounds);

  log(`verifying ${verifications.toLocaleString('en')} times`);
  const known = await issueKeys(keyCount, cheapHasher());
  const storage = await fillSqlite(
    temporaryFile('keys.sqlite'),
    known.map(({ stored }) => stored),
  );
  const tokens = shuffled(known.map(({ token }) => token));
  const postern = await warmPostern({ name: 'Postern', storage, tokens, hasher: cheapHasher() });
  const beganAt = performance.now();
  const sizes = await heapGrowth(postern, { verifications, times, maxMs });
  const seconds = (performance.now() - beganAt) / 1_000;
  const step = verifications / times;
  const done = (step * sizes.length).toLocaleString('en');
  return {
    tables: [
      {
        columns: ['', 'bytes'],
        rows: [
          ['one remembered proof', formatSpread(spreadOf(bytes))],
          [
            `${proofs.toLocaleString('en')} of them`,
            formatSpread(spreadOf(bytes.map((each) => each * proofs))),
          ],
          ['one remembered record on SQLite', formatSpread(spreadOf(recordSizes))],
        ],
      },
      {
        caption: `Memory in use during ${done} verifications, which took ${formatNumber(seconds)} s, in MiB:`,
        columns: sizes.map((_, index) => (step * (index + 1)).toLocaleString('en')),
        rows: [sizes.map((size) => (size / mebibyte).toFixed(2))],
      },
    ],
    raw: { bytesPerProof: bytes, bytesPerRecord: recordSizes, bytesInUse: sizes },
    inBrief: [
      {
        about: 'given up',
        text: `Memory: ${sizeOf(recordSizes)} for each remembered record on SQLite, and ${sizeOf(bytes)} for each remembered proof. By default a process remembers at most ${remembered.toLocaleString('en')} of each, which is ${formatNumber((remembered * (spreadOf(recordSizes).median + spreadOf(bytes).median)) / mebibyte)} MiB. Both limits are options.`,
      },
      {
        about: 'given up',
        text: 'Not freshness: no answer is older than its request, so the next request with a revoked key fails, in every process.',
      },
    ],
    bounds: [
      atMost('memory per remembered record, in bytes', 600, spreadOf(recordSizes)),
      atMost(
        'memory in use after all verifications ÷ after the first tenth',
        1.05,
        ratioOf(sizes.slice(-1), sizes.slice(0, 1)),
      ),
    ],
  };
}

function sizeOf(bytes: readonly number[]): string {
  return `${Math.round(spreadOf(bytes).median)} bytes`;
}
