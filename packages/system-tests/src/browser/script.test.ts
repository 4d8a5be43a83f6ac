import type { Page } from 'playwright-core';
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openContext, requireBrowser } from './browser.js';
import { type ScriptFixture, serveScriptFixture, token } from './script-fixture.js';

const started = await requireBrowser();

describe.skipIf(started === undefined)('the script of the settings in a browser', () => {
  afterAll(async () => started?.close());
  let fixture: ScriptFixture;
  beforeEach(async () => {
    fixture = await serveScriptFixture();
    return fixture.close;
  });

  async function open(path = '/list', options: Parameters<typeof openContext>[1] = {}) {
    const { browser } = started as NonNullable<typeof started>;
    const watched = await openContext(browser, options);
    onTestFinished(() => watched.context.close());
    const page = await watched.context.newPage();
    await page.goto(fixture.url + path);
    return { ...watched, page };
  }

  const dialog = (page: Page) => page.getByRole('dialog');
  const focused = (page: Page) =>
    page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent?.trim();
    });
  const said = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor();

  async function chooseAction(page: Page, name: string, action: string) {
    await page.getByLabel(`Actions for ${name}`).click();
    await page.getByRole('link', { name: action }).and(page.locator(':visible')).click();
    await dialog(page).waitFor();
  }

  async function showToken(page: Page) {
    await page.getByRole('link', { name: 'Add' }).click();
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await dialog(page).getByRole('heading', { name: 'It is ready' }).waitFor();
  }

  const question = (page: Page) => page.getByRole('alertdialog');

  it('closes the dialog after a change, updates the page, says what was done, and returns the focus to the menu', async () => {
    const { page, pageErrors } = await open('/list', { viewport: { width: 800, height: 300 } });
    await page.getByLabel('Draft').fill('half a sentence');
    await page.evaluate(() => scrollTo(0, 120));
    const scrolled = await page.evaluate(() => scrollY);
    await chooseAction(page, 'Alpha', 'rename');
    expect(await focused(page)).toBe('');
    await page.keyboard.type('Omega');
    await page.keyboard.press('Enter');
    await said(page, 'It is called Omega now.');
    expect(await dialog(page).count()).toBe(0);
    expect(await focused(page)).toBe('Actions for Omega');
    expect(page.url()).toBe(`${fixture.url}/list`);
    expect(await page.getByLabel('Draft').inputValue()).toBe('half a sentence');
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
    expect(pageErrors).toEqual([]);
  });

  it('focuses the menu of the row if the action from which the dialog was opened is gone', async () => {
    const { page } = await open();
    await chooseAction(page, 'Beta', 'disable');
    await page.getByRole('button', { name: 'Save' }).click();
    await said(page, 'It is called Beta (off) now.');
    expect(await focused(page)).toBe('Actions for Beta (off)');
  });

  it('focuses the heading if the row from which the dialog was opened is gone', async () => {
    const { page } = await open();
    await chooseAction(page, 'Gamma', 'delete');
    await page.getByRole('button', { name: 'Save' }).click();
    await said(page, 'It is gone.');
    expect(await focused(page)).toBe('Things');
  });

  it('says what was done after a form without a dialog, and removes it from the address', async () => {
    const { page } = await open('/list?q=x&done=rename&key=b');
    await said(page, 'It is called Beta now.');
    expect(await focused(page)).toBe('Things');
    expect(page.url()).toBe(`${fixture.url}/list?q=x`);
    await page.reload();
    expect(await page.getByText('It is called Beta now.').count()).toBe(0);
  });

  it.each(['Esc', 'the backdrop', 'the button'])('asks before a token is lost: %s', async (way) => {
    const { page } = await open();
    await showToken(page);
    const leave = async () => {
      if (way === 'Esc') await page.keyboard.press('Escape');
      else if (way === 'the backdrop') await page.mouse.click(5, 5);
      else await page.getByRole('link', { name: 'Close it' }).click();
    };
    await leave();
    await question(page).getByText('You haven’t copied this key.').waitFor();
    expect(await focused(page)).toBe('Go back');
    await page.keyboard.press('Escape');
    expect(await question(page).count()).toBe(0);
    expect(await page.getByText(token, { exact: true }).isVisible()).toBe(true);
    // However often: browsers let a page refuse Esc only once.
    await leave();
    await question(page).getByRole('button', { name: 'Close anyway' }).click();
    await dialog(page).waitFor({ state: 'hidden' });
    expect(await page.content()).not.toContain(token.slice(21));
    expect(await focused(page)).toBe('Add');
  });

  it.each(['Copy', 'by hand', 'I’ve saved it'])('does not ask once the token is copied: %s', async (how) => {
    const { page } = await open('/list', { permissions: ['clipboard-read', 'clipboard-write'] });
    await showToken(page);
    if (how === 'Copy') {
      await page.getByRole('button', { name: 'Copy' }).click();
      await said(page, 'Copied');
      expect(await page.getByRole('button', { name: 'Copied' }).isVisible()).toBe(true);
    }
    if (how === 'by hand') {
      await page.locator('#token-text').evaluate((code) => getSelection()?.selectAllChildren(code));
      await page.keyboard.press('Control+c');
    }
    if (how === 'I’ve saved it') await page.getByRole('link', { name: how }).click();
    else expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);
    if (how !== 'I’ve saved it') await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'hidden' });
    if (how === 'I’ve saved it') await said(page, 'It is called Beta now.');
    expect(page.url()).toBe(`${fixture.url}/list`);
    expect(await page.content()).not.toContain(token.slice(21));
  });

  it('selects the token if the browser refuses to copy it, and still asks before it is lost', async () => {
    const { page } = await open();
    await page.evaluate(() =>
      Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }),
    );
    await showToken(page);
    await page.getByRole('button', { name: 'Copy' }).click();
    await said(page, 'Press Ctrl+C.');
    expect(await page.evaluate(() => String(getSelection()))).toBe(token);
    await page.keyboard.press('Escape');
    await question(page).waitFor();
  });

  it('P04 the browser asks before a page with a token is left, and the page behind Back has no token', async () => {
    const { page } = await open('/token');
    const asked: string[] = [];
    page.on('dialog', (shown) => {
      asked.push(shown.type());
      // Playwright has answered some of them itself.
      void shown.accept().catch(() => undefined);
    });
    expect(await focused(page)).toBe('Copy');
    await page.getByRole('heading').click();
    await page.evaluate(() => {
      addEventListener('pagehide', () => {
        sessionStorage.setItem('left', document.documentElement.outerHTML);
      });
    });
    await page.getByRole('link', { name: 'Close it' }).click();
    await page.waitForURL('**/list');
    expect(asked).toEqual(['beforeunload']);
    expect(await page.evaluate(() => sessionStorage.getItem('left') ?? '')).toMatch(/^(?!.*ETvw493).*ready/s);
    await page.goto(`${fixture.url}/token`);
    await page.getByRole('link', { name: 'I’ve saved it' }).click();
    await page.waitForURL('**/list');
    expect(asked).toHaveLength(1);
  });

  it('has one menu open at a time, which Esc, a click elsewhere and leaving it close', async () => {
    const { page } = await open();
    const names = (await page
      .locator('summary')
      .evaluateAll((all) => all.map((one) => one.ariaLabel))) as string[];
    const [second = '', first = ''] = names;
    const isOpen = () =>
      page.locator('details[open] summary').evaluateAll((all) => all.map((one) => one.ariaLabel));
    await page.getByLabel(first).click();
    await page.getByLabel(second).click();
    expect(await isOpen()).toEqual([second]);
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe('rename');
    await page.keyboard.press('ArrowUp');
    expect(await focused(page)).toBe('delete');
    await page.keyboard.press('Escape');
    expect([await isOpen(), await focused(page)]).toEqual([[], second]);
    await page.keyboard.press('ArrowDown');
    expect([await isOpen(), await focused(page)]).toEqual([[second], 'rename']);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    expect(await isOpen()).toEqual([]);
    await page.getByLabel(first).click();
    await page.getByRole('heading', { name: 'Things' }).click();
    expect(await isOpen()).toEqual([]);
  });

  it('scrolls a menu into view that opens below the window', async () => {
    const { page } = await open('/list', { viewport: { width: 800, height: 200 } });
    const opener = page.locator('summary').last();
    await opener.evaluate((summary) => summary.scrollIntoView({ block: 'end' }));
    await opener.click();
    await page.waitForFunction(() => {
      const menu = document.querySelector('details[open] ul');
      return menu !== null && menu.getBoundingClientRect().bottom <= innerHeight;
    });
  });

  it('sends a form once, however often it is clicked, and its button says that it is busy and keeps the focus', async () => {
    const { page } = await open();
    await page.getByRole('link', { name: 'Add' }).click();
    const save = dialog(page).getByRole('button', { name: 'Save' });
    await save.waitFor();
    let answer = () => {};
    fixture.delay(
      new Promise<void>((resolve) => {
        answer = resolve;
      }),
    );
    const before = fixture.posted.length;
    await save.dblclick();
    const busy = dialog(page).getByRole('button', { name: 'Working…' });
    await busy.waitFor();
    expect([await busy.getAttribute('aria-disabled'), await focused(page)]).toEqual(['true', 'Working…']);
    // What comes back may be a token, so the dialog stays.
    await page.keyboard.press('Escape');
    expect(await dialog(page).count()).toBe(1);
    answer();
    await dialog(page).getByText(token, { exact: true }).waitFor();
    expect(fixture.posted.slice(before)).toEqual(['new ']);
  });

  it('a lost connection leaves the form as it was filled in, says what may have happened, and can be tried again', async () => {
    const { page, context } = await open();
    await context.route('**/form?**', (route) => route.abort('connectionreset'));
    await page.getByRole('link', { name: 'Add' }).click();
    await dialog(page).getByText('It could not be opened.').waitFor();
    expect(await focused(page)).toBe('Try again');
    await context.unroute('**/form?**');
    await page.keyboard.press('Enter');
    await dialog(page).getByLabel('Name').fill('Delta');
    for (const [path, message] of [['**/new?**', 'No answer.']] as const) {
      await context.route(path, (route) => route.abort('connectionreset'));
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('alert').filter({ hasText: message }).waitFor();
      await context.unroute(path);
    }
    expect(await page.getByLabel('Name').inputValue()).toBe('Delta');
    await page.getByRole('button', { name: 'Try again' }).click();
    await dialog(page).getByText(token, { exact: true }).waitFor();
  });

  it('a page that can’t be brought up to date says so', async () => {
    const { page, context } = await open();
    await chooseAction(page, 'Beta', 'rename');
    await context.route('**/rename?**', (route) => route.abort('connectionreset'));
    await page.getByRole('button', { name: 'Save' }).click();
    await dialog(page).getByText('It may have been changed.').waitFor();
    await context.route('**/list', (route) => route.abort('connectionreset'));
    await page.keyboard.press('Escape');
    await page.getByRole('alert').filter({ hasText: 'This may be out of date.' }).waitFor();
    await context.unroute('**/list');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  it('a click on the backdrop closes a dialog, unless something was filled in', async () => {
    const { page } = await open();
    await page.getByRole('link', { name: 'Add' }).click();
    await dialog(page).getByLabel('Name').fill('Delta');
    await page.mouse.click(5, 5);
    expect(await dialog(page).count()).toBe(1);
    await dialog(page).getByLabel('Name').fill('');
    await page.mouse.click(5, 5);
    await dialog(page).waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe('Add');
  });

  it('P09 does not send a search that holds an API key', async () => {
    const { page, requested } = await open();
    for (const text of [token, token.slice(21)]) {
      await page.getByLabel('Search').fill(text);
      await page.keyboard.press('Enter');
      expect(
        await page.getByLabel('Search').evaluate((field: HTMLInputElement) => field.validationMessage),
      ).toBe('That looks like a whole key.');
    }
    await page.getByLabel('Search').fill('user.ETvw493Z');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/list?q=user.ETvw493Z');
    expect(requested.filter((url) => url.includes(token.slice(21)))).toEqual([]);
  });

  it('keeps times fresh, and shows local times and days', async () => {
    const { page } = await open('/list', { timezoneId: 'Asia/Tokyo' });
    const time = page.locator('time');
    expect(await time.getAttribute('title')).toMatch(/GMT\+9$/);
    await page.clock.install();
    await page.reload();
    expect(await time.locator('span').first().textContent()).toBe('now');
    await page.clock.runFor(95_000);
    expect(await time.locator('span').first().textContent()).toBe('2 minutes ago');
    await page.goto(`${fixture.url}/token`);
    expect(await page.locator('time').textContent()).toBe('Dec 6, 2026');
  });
});
