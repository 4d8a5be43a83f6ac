import { expect, it } from 'vitest';
import type { Worker } from '../harness/worker.js';
import { commitBounds, measureCommits } from './commits.js';
import type { CommitLoad } from './committing-process.js';
import { names } from './names.js';
import { whyMissed } from './why-missed.js';

function workerThat(answer: (argument: never) => unknown): Worker {
  return {
    call: async <Result>(_command: string, argument: unknown) => answer(argument as never) as Result,
    close: async () => undefined,
  };
}

/** Takes 3 µs with remembered records, and 4 µs without. */
const postern = workerThat(({ name }: { readonly name: string }) => ({
  microseconds: name === names.postern || name === names.posternAtDefaults ? 3 : 4,
}));
const committing = (share: number) => workerThat(({ perSecond }: CommitLoad) => perSecond * share);
const options = { postern, ms: 1, rounds: 1 };

it('divides the time with remembered records by the time without', async () => {
  const bounds = commitBounds(await measureCommits({ ...options, committing: committing(1) }));
  expect(bounds.map(({ measured }) => measured.median)).toEqual([0.75, 0.75, 0.75]);
});

it('explains each of its targets, should it be missed', async () => {
  const bounds = commitBounds(await measureCommits({ ...options, committing: committing(1) }));
  for (const { claim } of bounds) expect(whyMissed[claim]).toBeDefined();
});

it('fails if the other process commits less often than it should', async () => {
  await expect(measureCommits({ ...options, committing: committing(0.8) })).rejects.toThrow(
    'there were 80 commits a second, instead of 100',
  );
});
