import { core, type Defence } from './defence.js';
import { never, replace } from './edits.js';

/** What protects keys and callers from reports of leaked tokens. */
export const leaks: readonly Defence[] = [
  {
    row: 'L01',
    removed: 'the proof of the secret',
    edits: [never('L01 proof')],
    tests: [`${core}/use-cases/report-leak.test.ts`],
  },
  {
    row: 'L01',
    removed: 'the comparison of the kind with that of the record',
    edits: [replace('L01 kind', 'false')],
    tests: [`${core}/use-cases/report-leak.test.ts`],
  },
  {
    row: 'L04',
    removed: 'the single slot that all reports share',
    edits: [replace('L04 slot', 'concurrency')],
    tests: [`${core}/runtime/hash-queue.test.ts`],
  },
];
