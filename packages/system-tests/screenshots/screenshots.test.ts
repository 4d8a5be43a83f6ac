import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, it, onTestFinished } from 'vitest';
import { type PageCase, pagesOfAda, pagesOfAnyone, pagesOfGrace } from '../src/browser/all-pages.js';
import { openContext, startBrowser } from '../src/browser/browser.js';
import { type SeededKeys, seedWorkspace } from '../src/browser/seeded-keys.js';
import { addKey, password, platform, profile, signIn } from '../src/browser/visitor.js';
import { cheapMain, startWorkspace } from '../src/workspace-process.js';

const docs = fileURLToPath(new URL('../../../docs/images/', import.meta.url));
/** The folder for pictures of every page. If it is not set, only those of the docs are taken. */
const folder = process.env.SCREENSHOTS ?? '';

const desk = { width: 1280, height: 720 };
const looks = [
  { look: 'light', colorScheme: 'light', viewport: desk },
  { look: 'dark', colorScheme: 'dark', viewport: desk },
  { look: 'phone', colorScheme: 'light', viewport: { width: 375, height: 720 } },
] as const;
type Look = (typeof looks)[number];

describe('screenshots of a workspace with keys in every state', () => {
  let url: string;
  let keys: SeededKeys;
  let open: () => Promise<BrowserContext>;
  beforeAll(async () => {
    const directory = mkdtempSync(join(tmpdir(), 'postern-screenshots-'));
    const database = `sqlite:${join(directory, 'workspace.sqlite')}`;
    const environment = { DATABASE_URL: database, WORKSPACE_PASSWORD: password };
    const workspace = await startWorkspace(environment, cheapMain);
    const browser = await startBrowser();
    if (browser === undefined) throw new Error('no Chromium found; set CHROMIUM_PATH to one');
    url = workspace.url;
    keys = await seedWorkspace(url, password);
    open = async () => {
      const { context } = await openContext(browser.browser, { reducedMotion: 'reduce' });
      onTestFinished(() => context.close());
      return context;
    };
    return async () => {
      await browser.close();
      await workspace.stop();
      rmSync(directory, { recursive: true });
    };
  });

  it('for the docs: the keys of a team, a token, and the admin agent', async () => {
    const page = await signIn(await open(), url, 'ada', platform.path);
    for (const look of looks) await take(page, look, `${docs}settings-${look.look}.png`);
    const [light] = looks;
    await page.goto(`${url}/agent`);
    await page.getByLabel('Message').fill('Create an API key for me called "Release notes"');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('button', { name: 'Reveal key' }).waitFor();
    await take(page, light, `${docs}agent.png`);
    // The next pictures begin with an empty chat.
    await page.goto(`${url}/agent/forget`);
    await page.getByRole('button', { name: 'Forget' }).click();
    await page.waitForURL(/done=forgotten/);
    await page.goto(url + platform.path);
    await addKey(page, 'Release notes');
    await take(page, light, `${docs}settings-token.png`);
  });

  it.skipIf(folder === '')('of every page, into the folder that SCREENSHOTS names', async () => {
    mkdirSync(folder, { recursive: true });
    const walks: readonly (readonly [Page, readonly PageCase[]])[] = [
      [await signIn(await open(), url, 'ada', profile.path), pagesOfAda(keys)],
      [await signIn(await open(), url, 'grace', profile.path), pagesOfGrace],
      [await (await open()).newPage(), pagesOfAnyone],
    ];
    for (const [page, cases] of walks) {
      for (const { name, path, act } of cases) {
        await page.goto(url + path);
        await act?.(page);
        for (const look of looks)
          await take(page, look, join(folder, `${name.replace(/\W+/g, '-')}-${look.look}.png`), true);
      }
    }
  });
});

/** Takes a picture of a page, and leaves the page as it is for the next. */
async function take(page: Page, look: Look, path: string, fullPage = false): Promise<void> {
  const { colorScheme, viewport } = look;
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(viewport);
  // A picture should not show a real token, even though this one dies with its database.
  for (const secret of await page.locator('[data-secret]').all())
    await secret.evaluate((element) => {
      const [prefix = ''] = element.textContent.split('.');
      element.textContent = `${prefix}.${'abc123'.repeat(12)}`.slice(0, 70);
    });
  const isChat = (await page.locator('.composer').count()) > 0;
  const hasDialog = (await page.locator('dialog[open]').count()) > 0;
  await page.locator('html').evaluate((root, toEnd) => {
    root.scrollTop = toEnd ? root.scrollHeight : 0;
  }, isChat);
  // What covers a window, or sticks to it, is where people see it only in a picture of the window.
  await page.screenshot({ path, fullPage: fullPage && !isChat && !hasDialog });
  await page.setViewportSize(desk);
}
