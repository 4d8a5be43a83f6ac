import { core, type Defence } from './defence.js';
import { always, never, replace } from './edits.js';

const management = 'packages/management/src';

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
    row: 'L02',
    removed: 'the check of the signature',
    edits: [never('L02')],
    tests: [`${management}/github-reports.test.ts`],
  },
  {
    row: 'L03',
    removed: 'the time for which a report is known',
    edits: [replace('L03', 'at')],
    tests: [`${core}/use-cases/report-leak.test.ts`],
  },
  {
    row: 'L04',
    removed: 'the single slot that all reports share',
    edits: [replace('L04 slot', 'concurrency')],
    tests: [`${core}/runtime/hash-queue.test.ts`],
  },
  {
    row: 'L04',
    removed: 'the limit on requests that report at the same time',
    edits: [never('L04 places')],
    tests: [`${management}/leak-handler.test.ts`],
  },
  {
    row: 'L05',
    removed: 'the turn of the event loop between tokens',
    edits: [never('L05 tokens')],
    tests: [`${management}/github-reports.test.ts`],
  },
  {
    row: 'L05',
    removed: 'the turn of the event loop between labels',
    edits: [never('L05 labels')],
    tests: [`${management}/github-reports.test.ts`],
  },
  {
    row: 'L05',
    removed: 'the room that unverified bodies share',
    edits: [never('L05 room')],
    tests: [`${management}/limiter.test.ts`],
  },
  {
    row: 'L06',
    removed: 'the time between two requests to GitHub',
    edits: [always('L06')],
    tests: [`${management}/github-keys.test.ts`],
  },
];
