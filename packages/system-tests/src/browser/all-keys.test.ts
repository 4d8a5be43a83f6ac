import { Hono } from 'hono';
import { afterAll, describe, expect, it } from 'vitest';
import { ada, servePages } from './served-pages.js';
import { startTestSite, type TestSite } from './test-site.js';

const site = await startTestSite();

describe.skipIf(site === undefined)('the page of all keys', () => {
  const { open, close } = site as TestSite;
  afterAll(close);

  it.each([true, false])(
    'can be filtered by a day that has passed (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const { keys, port } = await servePages(new Hono());
      await keys.issue({ owner: ada, actor: ada, name: 'Laptop' });
      const { context } = await open({ javaScriptEnabled });
      const page = await context.newPage();
      await page.goto(`http://localhost:${port}/settings/admin/keys`);
      await page.getByText('Laptop').waitFor();
      await page.getByText('Filter', { exact: true }).click();
      await page.getByLabel('Not used since').fill('2020-01-01');
      await page.getByRole('button', { name: 'Show keys' }).click();
      await page.getByText('No keys match').waitFor();
      await page.getByRole('link', { name: 'Remove filter: Not used since Jan 1, 2020' }).click();
      await page.getByText('Laptop').waitFor();
      expect(new URL(page.url()).search).toBe('');
    },
  );
});
