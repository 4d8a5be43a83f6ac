import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { sitePages } from '../../../../tools/site/pages.mjs';
import { openContext, requireBrowser } from './browser.js';
import { buildDocsSite, dist, serveDocsSite } from './docs-site.js';
import { violations } from './violations.js';

const started = await requireBrowser();
let site: Awaited<ReturnType<typeof serveDocsSite>>;

beforeAll(async () => {
  buildDocsSite();
  site = await serveDocsSite();
}, 180_000);

afterAll(async () => {
  site.close();
  await started?.close();
});

describe.skipIf(started === undefined)('the documentation in a browser', () => {
  async function open(path: string, options: Parameters<typeof openContext>[1] = {}) {
    const { browser } = started as NonNullable<typeof started>;
    const watched = await openContext(browser, options);
    onTestFinished(() => watched.context.close());
    const page = await watched.context.newPage();
    await page.goto(site.url + path);
    return { ...watched, page };
  }

  async function search(page: Page, text: string) {
    await page.getByRole('button', { name: 'Search' }).first().click();
    await page.getByRole('searchbox').fill(text);
    const results = page.getByRole('option');
    await results.first().waitFor();
    return results;
  }

  it('the search finds "rotate" in the guides and in the reference, and nothing leaves the origin', async () => {
    const { page, requested, pageErrors } = await open('');
    const results = await search(page, 'rotate');
    const found = await results.allTextContents();
    expect(found.some((text) => /Getting started.*rotate/is.test(text))).toBe(true);
    expect(found.some((text) => /ApiKeys.*rotate\(\)/is.test(text))).toBe(true);

    await results
      .filter({ hasText: /ApiKeys.*rotate\(\)/is })
      .first()
      .click();
    await page.waitForURL('**/reference/core/interfaces/ApiKeys#rotate');
    await page.getByRole('heading', { name: 'rotate()' }).waitFor();
    for (const path of ['getting-started', 'adr/0001-the-whole-token-is-hashed', 'reference/'])
      await page.goto(site.url + path);
    expect(requested.length).toBeGreaterThan(20);
    expect(requested.filter((url) => !url.startsWith(site.url))).toEqual([]);
    expect(pageErrors).toEqual([]);
  });

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 375],
    ['dark', 375],
  ] as const)('axe-core finds nothing, in %s, %d pixels wide', async (colorScheme, width) => {
    const { page, pageErrors } = await open('', { colorScheme, viewport: { width, height: 800 } });
    for (const path of ['threat-model', 'reference/core/functions/createApiKeys', '']) {
      await page.goto(site.url + path);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await search(page, 'rotate');
    expect(await violations(page)).toEqual([]);
    expect(pageErrors).toEqual([]);
  });

  it('every page is in the navigation', async () => {
    const { page } = await open('');
    const links = await page
      .locator('#VPSidebarNav a')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    const missing = sitePages().filter(
      ({ url }) => url !== '/all-pages' && !links.includes(`/postern${url}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('the pages for programs', () => {
  const read = (path: string) => readFileSync(dist + path, 'utf8');
  const linksIn = (text: string) =>
    Array.from(
      text.matchAll(/\]\(https:\/\/postern\.github\.io\/postern\/([^)#]+)/g),
      ([, path = '']) => path,
    );

  it('llms.txt has every page, and the reference of every package', () => {
    const text = read('llms.txt');
    expect(text).toMatch(/^# Postern\n\n> API keys for .+\.\n\n## Start here\n\n- \[/);
    const links = linksIn(text);
    const missing = sitePages().filter(
      ({ url }) => url !== '/all-pages' && !links.includes(url === '/' ? 'index.md' : `${url.slice(1)}.md`),
    );
    expect(missing).toEqual([]);
    expect(links).toContain('reference/kysely/sqlite/index.md');
  });

  it('llms-full.txt has the text of the guides, and no front matter', () => {
    const text = read('llms-full.txt');
    expect(text).toContain('\n# Getting started\n');
    expect(text).not.toMatch(/^(description|source): /m);
  });

  it('all their links lead to files of the site', () => {
    const files = readdirSync(dist, { recursive: true, encoding: 'utf8' });
    const texts = files.filter((path) => /(\.md|llms.*\.txt)$/.test(path));
    const links = new Set(texts.flatMap((path) => linksIn(read(path))));
    expect(links.size).toBeGreaterThan(70);
    expect([...links].filter((path) => !files.includes(path))).toEqual([]);
  });
});
