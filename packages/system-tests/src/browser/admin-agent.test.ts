import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { leakSearch } from '../leak-search.js';
import { statusWith } from '../workspace-process.js';
import { startTestSite, type TestSite } from './test-site.js';
import { violations } from './violations.js';
import { closeToken, shownToken } from './visitor.js';

const site = await startTestSite();
const sentence = 'Create an API key for me called "CI Pipeline"';

describe.skipIf(site === undefined)('the admin agent in a browser', () => {
  const { url, close } = site as TestSite;
  const visit = (who: 'ada' | 'grace', options = {}) => (site as TestSite).visit(who, '/agent', options);
  afterAll(close);

  const messages = (page: Page) => page.getByRole('log').locator('li[data-message]');

  async function send(page: Page, text: string) {
    const before = await messages(page).count();
    await page.getByLabel('Message').fill(text);
    await page.getByRole('button', { name: 'Send' }).click();
    await messages(page)
      .nth(before + 1)
      .waitFor();
  }

  it('sends with Enter and keeps the focus, and the page stays where it is', async () => {
    const { page, pageErrors } = await visit('ada');
    await page.getByRole('heading', { name: 'What can I do for you?' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.evaluate(() => document.body.setAttribute('data-same-page', ''));
    const field = page.getByLabel('Message');
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    const oneLine = (await field.boundingBox())?.height ?? 0;
    await page.keyboard.type('Which keys has nobody used');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('for 90 days?');
    expect((await field.boundingBox())?.height).toBeGreaterThan(oneLine + 10);
    await page.keyboard.press('Enter');
    await page.getByText('I found no key that has been unused for 90 days.').waitFor();
    expect([await field.inputValue(), await messages(page).count()]).toEqual(['', 2]);
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByRole('button', { name: 'Rehearse a leak' }).click();
    await page.getByRole('button', { name: 'Reveal key' }).waitFor();
    await page.locator('body[data-same-page]').waitFor();
    await page.waitForFunction(() => scrollY + innerHeight > document.documentElement.scrollHeight - 5);
    const { y = 0, height = 0 } = (await field.boundingBox()) ?? {};
    expect(y + height).toBeLessThan(800);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Forget this conversation…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Forget' }).click();
    await page.getByText('The conversation was deleted.').first().waitFor();
    expect([await messages(page).count(), pageErrors]).toEqual([0, []]);
  });

  it('keeps a message that got no response, and answers it once, however often it is sent', async () => {
    const { page, context } = await visit('grace');
    await context.route('**/agent', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      await route.fetch();
      await route.abort('connectionreset');
    });
    await page.getByLabel('Message').fill('List my keys');
    await page.keyboard.press('Enter');
    await page
      .getByRole('alert')
      .filter({ hasText: 'There was no response. Your message is still here' })
      .waitFor();
    expect(await page.getByLabel('Message').inputValue()).toBe('List my keys');
    await context.unroute('**/agent');
    await page.keyboard.press('Enter');
    await messages(page).nth(1).waitFor();
    expect(await messages(page).count()).toBe(2);
  });

  it('keeps what has arrived of an answer if the connection is lost, and offers to reload', async () => {
    const { page, context } = await visit('grace');
    await context.route('**/agent', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      const [question = ''] = (await (await route.fetch()).text()).split('\n');
      const body = `${question}\n{"text":"You have <b>"}\n{"text":"two"}\n`;
      await route.fulfill({ contentType: 'application/x-ndjson', body });
    });
    await page.getByLabel('Message').fill('List my keys');
    await page.keyboard.press('Enter');
    await page.getByText('You have <b>two').waitFor();
    const alert = page.getByRole('alert').filter({ hasText: 'The connection was lost' });
    await alert.getByRole('link', { name: 'Reload' }).click();
    await messages(page).nth(1).waitFor();
    expect(await page.getByText('You have <b>two').count()).toBe(0);
  });

  it('keeps the message of someone whose session has ended, and says where to sign in', async () => {
    const { page, context } = await visit('grace');
    await page.getByLabel('Message').fill('List my keys');
    await context.clearCookies();
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert').filter({ hasText: 'You are signed out' });
    expect(await alert.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe(
      '/sign-in?to=%2Fagent',
    );
    expect(await page.getByLabel('Message').inputValue()).toBe('List my keys');
  });

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
    await page.getByText('Only Owners and Admins of the team can manage its keys.').waitFor();
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
    const card = page.locator('#latest');
    await closeToken(page);
    await card.getByText('This key was revealed.').waitFor();

    await send(page, 'Rotate my key "Production"');
    await card.getByRole('heading', { name: 'Rotate: Production Ends a key' }).waitFor();
    await card.getByText('It stops working as soon as you reveal the new one.').waitFor();
    expect(await card.getByRole('button', { name: 'Reveal' }).count()).toBe(0);
    await card.getByRole('link', { name: 'Review and confirm…' }).click();
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
    await page.getByRole('link', { name: 'Review and confirm…' }).last().click();
    await page.getByRole('heading', { name: 'Replace the key “Nightly”?' }).waitFor();
    await page.getByRole('button', { name: 'Replace the key and reveal the new one' }).click();
    const token = await shownToken(page);
    expect([await statusWith(url, old), await statusWith(url, token)]).toEqual([401, 200]);
  });

  it('reveals a key without JavaScript, on a separate page', async () => {
    const { page } = await visit('ada', { javaScriptEnabled: false });
    await send(page, sentence);
    expect(page.url()).toBe(`${url}/agent#latest`);
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
    await page.getByRole('alert').filter({ hasText: 'There was no response' }).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.locator('#latest').getByText('This key was revealed.').waitFor();
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
