import { describe, expect, it } from 'vitest';
import { resolveLinks } from '../../../../tools/site/links.mjs';
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

describe('the links of the site', () => {
  const resolved = (markdown: string) =>
    resolveLinks({ source: 'docs/http.md', markdown, pages: sitePages() });

  it.each([
    ['[a page](errors.md#limits)', '[a page](/errors#limits)'],
    ['[`a README`](../packages/hono/README.md)', '[`a README`](/packages/hono)'],
    ['[home](../README.md), [here](#here)', '[home](/), [here](#here)'],
    ['[the site](https://postern.github.io/postern/llms.txt)', '[the site](/llms.txt)'],
    ['[elsewhere](https://hono.dev)', '[elsewhere](https://hono.dev)'],
    [
      '[a source](../tools/install.mjs), [a folder](../tools)',
      '[a source](https://github.com/postern/postern/blob/main/tools/install.mjs), ' +
        '[a folder](https://github.com/postern/postern/tree/main/tools)',
    ],
  ])('%s becomes %s', (markdown, expected) => {
    expect(resolved(markdown)).toBe(expected);
  });

  it.each([
    '`a[0](errors.md)` and ``b`[0](errors.md)``',
    '````text\n```js\na[0](errors.md)\n```\nb[0](errors.md)\n````',
  ])('code stays as it is: %s', (markdown) => {
    expect(resolved(`${markdown}\n\n[a page](errors.md)`)).toBe(`${markdown}\n\n[a page](/errors)`);
  });

  it('a link that leads nowhere is an error that names the page', () => {
    expect(() => resolved('[gone](gone.md)')).toThrow('docs/http.md links to gone.md, which does not exist');
  });
});
