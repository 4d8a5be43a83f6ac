import { describe, expect, it } from 'vitest';
import { forgottenPages, sitePages } from '../../../../tools/site/pages.mjs';
import { documentationPages } from './pages.js';

describe('docs/README.md', () => {
  it('has every page, so that the navigation and llms.txt have it too', () => {
    expect(forgottenPages()).toEqual([]);
    const sources = sitePages().map(({ source }) => source);
    expect(documentationPages().filter(({ path }) => !sources.includes(path))).toEqual([]);
  });

  it('has each page once, and says in a few words what is on it', () => {
    const pages = sitePages();
    expect(pages.length).toBeGreaterThan(50);
    for (const key of ['source', 'url'] as const)
      expect(pages.map((page) => page[key]).toSorted()).toEqual(
        [...new Set(pages.map((page) => page[key]))].toSorted(),
      );
    const silent = pages.filter(
      ({ source, summary }) => !source.startsWith('docs/adr/0') && summary.length < 10,
    );
    expect(silent).toEqual([]);
  });
});
