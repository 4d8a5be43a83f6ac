import { ratioOf, spreadOf } from '../harness/spread.js';
import { formatNumber, formatSpread } from '../report/format.js';
import { atMost, type RunOptions, type SectionResult } from '../section.js';
import { cheapHasher, issueKeys } from '../subjects/population.js';
import { warmPostern } from '../subjects/postern.js';
import { shuffled } from '../subjects/shuffled.js';
import { fillSqlite, temporaryFile } from '../subjects/sqlite-file.js';
import { heapGrowth } from './heap-growth.js';
import { memoBytes } from './memo-size.js';

/** How much is measured. The heap is the same in each round, so fewer rounds are enough. */
const paces = {
  full: { proofs: 100_000, rounds: 3, keyCount: 10_000, verifications: 10_000_000, times: 10 },
  quick: { proofs: 5_000, rounds: 1, keyCount: 1_000, verifications: 100_000, times: 4 },
};

const mebibyte = 2 ** 20;

const maxMs = 100_000;

/** Measures the memo, and what long use leaves behind. */
export async function memoryFigures({ pace, log }: RunOptions): Promise<SectionResult> {
  const { proofs, rounds, keyCount, verifications, times } = paces[pace];
  log(`proving ${proofs.toLocaleString('en')} tokens, ${rounds} times`);
  const bytes = await memoBytes(proofs, rounds);

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
        ],
      },
      {
        caption: `Memory in use during ${done} verifications, which took ${formatNumber(seconds)} s, in MiB:`,
        columns: sizes.map((_, index) => (step * (index + 1)).toLocaleString('en')),
        rows: [sizes.map((size) => (size / mebibyte).toFixed(2))],
      },
    ],
    raw: { bytesPerProof: bytes, bytesInUse: sizes },
    bounds: [
      atMost(
        'memory in use after all verifications ÷ after the first tenth',
        1.05,
        ratioOf(sizes.slice(-1), sizes.slice(0, 1)),
      ),
    ],
  };
}
