import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { leakSearch } from '../leak-search.js';
import { statusWith } from '../workspace-process.js';
import { startTestSite, type TestSite } from './test-site.js';
import { closeToken, shownToken } from './visitor.js';

const site = await startTestSite();
const sentence = 'Create an API key for me called "CI Pipeline"';

describe.skipIf(site === undefined)('the admin agent in a browser', () => {
  const { url, close } = site as TestSite;
  const visit = (who: 'ada' | 'grace', options = {}) => (site as TestSite).visit(who, '/agent', options);
  afterAll(close);

  async function send(page: Page, text: string) {
    await page.getByLabel('Message').fill(text);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('li', { hasText: text }).last().waitFor();
  }

  it('ada asks for a key, reveals it, and a real request with it succeeds', async () => {
    const { page, requested, pageErrors } = await visit('ada');
    await send(page, sentence);
    await page.getByText('rule-based, no AI model').waitFor();
    const before = await page.content();
    await page.getByRole('button', { name: 'Reveal key' }).last().click();
    const token = await shownToken(page);
    expect(await statusWith(url, token)).toBe(200);

    // The token is not part of the transcript: once the dialog is closed, it is nowhere.
    await closeToken(page);
    await page.getByText('This key was revealed.').waitFor();
    const find = leakSearch([token]);
    const storage = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    for (const seen of [before, await page.content(), storage, ...requested, page.url()])
      expect(find(seen)).toBeUndefined();
    await page.reload();
    expect(find(await page.content())).toBeUndefined();
    expect(pageErrors).toEqual([]);
  });

  it('grace asks for a key for a team of which she is not an admin, and is refused with the reason', async () => {
    const { page } = await visit('grace');
    await send(page, 'Create an API key for the team platform called "hook"');
    await page.getByText('only Owners and Admins of the team can manage its keys').waitFor();
    expect(await page.getByRole('button', { name: 'Reveal key' }).count()).toBe(0);
  });

  it('deletes a key through the dialog that its answer opens', async () => {
    const { page } = await visit('grace');
    await send(page, sentence);
    await page.getByRole('button', { name: 'Reveal key' }).last().click();
    const token = await shownToken(page);
    await closeToken(page);
    await page.getByText('This key was revealed.').waitFor();
    await send(page, 'Delete the key called "CI Pipeline"');
    await page.getByRole('link', { name: 'Delete…' }).last().click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await statusWith(url, token)).toBe(401);
  });

  it('M09 replaces a key in two steps: the card and the dialog say which key will stop working, and the result says that it has', async () => {
    const { page, pageErrors } = await visit('ada');
    await send(page, 'Create an API key for me called "Production"');
    await page.getByRole('button', { name: 'Reveal key' }).last().click();
    const old = await shownToken(page);
    const card = page.locator('li').last();
    await closeToken(page);
    await card.getByText('This key was revealed.').waitFor();

    await send(page, 'Rotate my key "Production"');
    await card.getByRole('heading', { name: 'Replace the key “Production”' }).waitFor();
    await card.getByText('stops working as soon as you confirm').waitFor();
    expect(await card.getByRole('button', { name: 'Reveal' }).count()).toBe(0);
    await card.getByRole('link', { name: 'Review and replace…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('It stops working as soon as you reveal the new one.').waitFor();
    expect(await statusWith(url, old)).toBe(200);

    await dialog.getByRole('button', { name: 'Replace the key and reveal the new one' }).click();
    await dialog.getByText(`The old key ${old.slice(0, 13)}… has stopped working.`).waitFor();
    const token = await shownToken(page);
    expect([await statusWith(url, old), await statusWith(url, token)]).toEqual([401, 200]);
    await closeToken(page);
    await card.getByText('This key was revealed.').waitFor();
    expect(pageErrors).toEqual([]);
  });

  it('M09 replaces a key without JavaScript, on separate pages', async () => {
    const { page } = await visit('ada', { javaScriptEnabled: false });
    await send(page, 'Create an API key for me called "Nightly"');
    await page.getByRole('button', { name: 'Reveal key' }).last().click();
    const old = await shownToken(page);
    await page.goto(`${url}/agent`);
    await send(page, 'Rotate my key "Nightly"');
    await page.getByRole('link', { name: 'Review and replace…' }).last().click();
    await page.getByRole('heading', { name: 'Replace the key “Nightly”?' }).waitFor();
    await page.getByRole('button', { name: 'Replace the key and reveal the new one' }).click();
    const token = await shownToken(page);
    expect([await statusWith(url, old), await statusWith(url, token)]).toEqual([401, 200]);
  });

  it('reveals a key without JavaScript, on a separate page', async () => {
    const { page } = await visit('ada', { javaScriptEnabled: false });
    await send(page, sentence);
    await page.getByRole('button', { name: 'Reveal key' }).last().click();
    expect(await statusWith(url, await shownToken(page))).toBe(200);
    await page.goBack();
    await page.reload();
    await page.getByText('This key was revealed.').first().waitFor();
  });

  it('a double click reveals a key only once', async () => {
    const { page } = await visit('ada');
    await send(page, sentence);
    await page.getByRole('button', { name: 'Reveal key' }).last().dblclick();
    expect(await statusWith(url, await shownToken(page))).toBe(200);
  });

  it('shows an error if the connection is lost at Reveal, and then that the key was revealed', async () => {
    const { page, context } = await visit('ada');
    await send(page, 'Create an API key for me called "Lost on its way"');
    await context.route('**/claim', async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    });
    await page.getByRole('button', { name: 'Reveal key' }).last().click();
    await page.getByRole('alert').filter({ hasText: 'No response' }).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.locator('li').last().getByText('This key was revealed.').waitFor();
  });

  it('says in the dialog why a key can no longer be revealed', async () => {
    const { page, context } = await visit('ada');
    await send(page, sentence);
    const other = await context.newPage();
    await other.goto(`${url}/agent`);
    await other.getByRole('button', { name: 'Reveal key' }).last().click();
    await shownToken(other);
    await page.getByRole('button', { name: 'Reveal key' }).last().click();
    await page.getByRole('alert').filter({ hasText: 'its key was already revealed' }).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText('This key was revealed.').last().waitFor();
  });

  it('is not wider than a phone', async () => {
    const { page } = await visit('ada', { viewport: { width: 375, height: 700 } });
    await send(
      page,
      'Create an API key for me called "a rather long name for a key that someone came up with"',
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
  });
});
