import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { defences } from '../defences/defences.js';

const root = new URL('../../../', import.meta.url);

// `npm run test:defences` takes minutes, and runs last. A change that moved what it takes away is told here.
it('what a defence takes away stands in the sources once', async () => {
  const edits = defences.flatMap((defence) => defence.edits);
  const misplaced: string[] = [];
  for (const { file, from } of edits) {
    const source = await readFile(fileURLToPath(new URL(file, root)), 'utf8');
    const times = source.split(from).length - 1;
    if (times !== 1) misplaced.push(`${file} holds ${times} times, not once: ${from}`);
  }
  expect(misplaced).toEqual([]);
});
