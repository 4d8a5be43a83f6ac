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

  it('disables a key from its menu, says so, and stays where it is', async () => {
    const { keys, port } = await servePages(new Hono());
    await keys.issue({ owner: ada, actor: ada, name: 'Laptop' });
    const { context } = await open();
    const page = await context.newPage();
    const address = `http://localhost:${port}/settings/admin/keys?state=all`;
    await page.goto(address);
    await page.getByLabel('Actions for Laptop').click();
    await page.getByRole('link', { name: 'Disable', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByText('“Laptop” is disabled').first().waitFor();
    await page.getByRole('row', { name: 'Laptop' }).getByText('Disabled', { exact: true }).waitFor();
    expect(page.url()).toBe(address);
  });

  it('can be filtered by an ID of 32 random characters, and not by an API key', async () => {
    const { port } = await servePages(new Hono());
    const { context } = await open();
    const page = await context.newPage();
    await page.goto(`http://localhost:${port}/settings/admin/keys`);
    await page.getByText('Filter', { exact: true }).click();
    const creator = page.getByLabel('Created by');
    const id = 'pncdmpIFXA8RPhLCbbJE7Rb1W2cidguX';
    await creator.fill(`${id}oXFc`);
    await page.keyboard.press('Enter');
    expect(await creator.evaluate((field: HTMLInputElement) => field.validationMessage)).not.toBe('');
    await creator.fill(id);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/admin/keys?*createdBy=${id}*`);
  });
});
