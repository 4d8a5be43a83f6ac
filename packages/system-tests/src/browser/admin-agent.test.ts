import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { leakSearch } from '../leak-search.js';
import { startWorkspace, statusWith, type WorkspaceProcess } from '../workspace-process.js';
import { openContext, startBrowser, type TestBrowser } from './browser.js';
import { password, shownToken, signIn } from './visitor.js';

const browser = await startBrowser();
if (browser === undefined && process.env.CI === 'true')
  throw new Error('there is no Chromium; name one by CHROMIUM_PATH');

const sentence = 'Create an API key for me called "CI Pipeline"';

describe.skipIf(browser === undefined)('the admin agent in a browser', () => {
  const { browser: chromium, close } = browser as TestBrowser;
  let workspace: WorkspaceProcess;
  let directory: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'postern-agent-'));
    const database = `sqlite:${join(directory, 'workspace.sqlite')}`;
    workspace = await startWorkspace({ DATABASE_URL: database, WORKSPACE_PASSWORD: password });
  });
  afterAll(async () => {
    await workspace.stop();
    await close();
    rmSync(directory, { recursive: true });
  });

  async function visit(who: 'ada' | 'grace', options: Parameters<typeof openContext>[1] = {}) {
    const watched = await openContext(chromium, options);
    onTestFinished(() => watched.context.close());
    return { ...watched, page: await signIn(watched.context, workspace.url, who, '/agent') };
  }

  async function say(page: Page, text: string) {
    await page.getByLabel('Message').fill(text);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('li', { hasText: text }).last().waitFor();
  }

  it('ada types the sentence, reveals the key, and a real request with it succeeds', async () => {
    const { page, requested, complaints } = await visit('ada');
    await say(page, sentence);
    await page.getByText('It goes by rules, and is no model.').waitFor();
    const before = await page.content();
    await page.getByRole('button', { name: 'Reveal key' }).last().click();
    const token = await shownToken(page);
    expect(await statusWith(workspace.url, token)).toBe(200);

    // Outside the transcript: when the dialog is closed, it is nowhere.
    await page.getByRole('link', { name: 'Done' }).click();
    await page.getByText('It was revealed.').waitFor();
    const find = leakSearch([token]);
    const storage = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    for (const seen of [before, await page.content(), storage, ...requested, page.url()])
      expect(find(seen)).toBeUndefined();
    await page.reload();
    expect(find(await page.content())).toBeUndefined();
    expect(complaints).toEqual([]);
  });

  it('grace asks for a key for a team of which she is no admin: refused, with the reason', async () => {
    const { page } = await visit('grace');
    await say(page, 'Create an API key for the team platform called "hook"');
    await page.getByText('only Owners and Admins of the team can manage its keys').waitFor();
    expect(await page.getByRole('button', { name: 'Reveal key' }).count()).toBe(0);
  });

  it('deletes a key by the dialog that its answer opens', async () => {
    const { page } = await visit('grace');
    await say(page, sentence);
    await page.getByRole('button', { name: 'Reveal key' }).last().click();
    const token = await shownToken(page);
    await page.keyboard.press('Escape');
    await page.getByText('It was revealed.').waitFor();
    await say(page, 'Delete the key called "CI Pipeline"');
    await page.getByRole('link', { name: 'Delete…' }).last().click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await statusWith(workspace.url, token)).toBe(401);
  });

  it('reveals without a script, on a page of its own', async () => {
    const { page } = await visit('ada', { javaScriptEnabled: false });
    await say(page, sentence);
    await page.getByRole('button', { name: 'Reveal key' }).last().click();
    expect(await statusWith(workspace.url, await shownToken(page))).toBe(200);
    await page.goBack();
    await page.reload();
    await page.getByText('It was revealed.').first().waitFor();
  });

  it('one click too many reveals it once', async () => {
    const { page } = await visit('ada');
    await say(page, sentence);
    await page.getByRole('button', { name: 'Reveal key' }).last().dblclick();
    expect(await statusWith(workspace.url, await shownToken(page))).toBe(200);
  });

  it('a connection that was lost at Reveal: told so, and the page then says that it was revealed', async () => {
    const { page, context } = await visit('ada');
    await say(page, 'Create an API key for me called "Lost on its way"');
    await context.route('**/claim', async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    });
    await page.getByRole('button', { name: 'Reveal key' }).last().click();
    await page.getByRole('alert').filter({ hasText: 'No answer came' }).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.locator('li').last().getByText('It was revealed.').waitFor();
  });

  it('says in the dialog why there is nothing to reveal any more', async () => {
    const { page, context } = await visit('ada');
    await say(page, sentence);
    const other = await context.newPage();
    await other.goto(`${workspace.url}/agent`);
    await other.getByRole('button', { name: 'Reveal key' }).last().click();
    await shownToken(other);
    await page.getByRole('button', { name: 'Reveal key' }).last().click();
    await page.getByRole('alert').filter({ hasText: 'claimed before' }).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText('It was revealed.').last().waitFor();
  });

  it('is not wider than a phone', async () => {
    const { page } = await visit('ada', { viewport: { width: 375, height: 700 } });
    await say(page, 'Create an API key for me called "a rather long name of a key that somebody thought of"');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
  });
});
