import type { Page, Response } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { cheapMain } from '../workspace-process.js';
import { type PageCase, pagesOfAda, pagesOfAnyone, pagesOfGrace } from './all-pages.js';
import { htmlChecker } from './html-errors.js';
import { misplaced } from './misplaced.js';
import { overflow } from './overflow.js';
import { seedWorkspace } from './seeded-keys.js';
import { startTestSite, type TestSite } from './test-site.js';
import { colourRules, violations } from './violations.js';
import { password, profile } from './visitor.js';

const htmlErrors = await htmlChecker();
const site = await startTestSite(cheapMain);
const widths = [320, 375, 768, 820, 1024, 1280];

describe.skipIf(site === undefined)('each page fits, can be read by everyone, and is HTML', () => {
  const { visit, open, url, close } = site as TestSite;
  // For axe-core, which the policy of the pages would not let in.
  const options = { bypassCSP: true };
  afterAll(close);

  it('for ada, in each state of a key', async () => {
    const ids = await seedWorkspace(url, password);
    const { page } = await visit('ada', profile.path, options);
    expect(await problemsOn(page, pagesOfAda(ids))).toEqual({});
  }, 120_000);

  it('for grace, who has no keys and is not an admin', async () => {
    const { page } = await visit('grace', profile.path, options);
    expect(await problemsOn(page, pagesOfGrace)).toEqual({});
  });

  it('for someone who is not signed in', async () => {
    const { context } = await open(options);
    expect(await problemsOn(await context.newPage(), pagesOfAnyone)).toEqual({});
  });

  /** Walks through pages. Returns what is wrong with each. */
  async function problemsOn(page: Page, cases: readonly PageCase[]) {
    let latest: Response | undefined;
    page.on('response', (response) => {
      if (response.request().isNavigationRequest() && response.status() !== 303) latest = response;
    });
    const problemsOf = async ({ path, act }: PageCase) => {
      await page.goto(url + path);
      await act?.(page);
      const source = (await latest?.text()) ?? '';
      return [...(await htmlErrors(source)), ...(await unfit(page)), ...(await unreadable(page))];
    };
    const problems: Record<string, readonly string[]> = {};
    for (const each of cases) {
      const found = await problemsOf(each).catch((error: unknown) => [String(error)]);
      if (found.length > 0) problems[each.name] = found;
    }
    return problems;
  }
});

/** What does not fit into a window or on paper, or is not where it should be. */
async function unfit(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const wide = await overflow(page);
    if (wide.length > 0) found.push(`too wide for ${width}:`, ...wide);
    for (const element of await misplaced(page)) found.push(`${width}: ${element}`);
  }
  await page.emulateMedia({ media: 'print' });
  const printed = await overflow(page);
  await page.emulateMedia({ media: null });
  return printed.length > 0 ? [...found, 'too wide in print:', ...printed] : found;
}

/** What axe-core finds: everything in light, and in other colours what depends on colours. */
async function unreadable(page: Page): Promise<readonly string[]> {
  const found = [...(await violations(page))];
  for (const colours of [{ colorScheme: 'dark' }, { forcedColors: 'active' }] as const) {
    await page.emulateMedia(colours);
    for (const violation of await violations(page, colourRules))
      found.push(`${JSON.stringify(colours)} ${violation}`);
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  }
  return found;
}
