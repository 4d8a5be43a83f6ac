import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPage, root } from './pages.js';
import { type Survivor, survivorsOfPage, survivorsOfReport } from './survivors.js';

const listed = survivorsOfPage(readPage('docs/mutation.md').markdown);

/** Returns the current source, or an empty string if the file no longer exists. */
function sourceOf(file: string): string {
  const path = `${root}packages/core/src/${file}`;
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

const texts = (survivors: readonly Survivor[]) =>
  survivors.map(({ file, code, becomes }) => `${file}: ${code} → ${becomes}`).toSorted();

describe('docs/mutation.md', () => {
  it('lists only survivors whose code still exists', () => {
    expect(listed.length).toBeGreaterThan(0);
    const gone = listed.filter(({ file, code }) => !sourceOf(file).replaceAll(/\s+/g, ' ').includes(code));
    expect(texts(gone)).toEqual([]);
  });

  it('gives a reason for each survivor', () => {
    expect(texts(listed.filter(({ reason }) => reason.length < 10))).toEqual([]);
  });

  const report = `${root}reports/mutation.json`;
  it.skipIf(!existsSync(report))(
    'lists the survivors of the last run, as far as the code has not changed since',
    () => {
      const { files, survivors } = survivorsOfReport(readFileSync(report, 'utf8'), sourceOf);
      expect(texts(survivors)).toEqual(texts(listed.filter(({ file }) => files.includes(file))));
    },
  );
});
