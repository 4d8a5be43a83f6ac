import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { openContext, startBrowser } from '../src/browser/browser.js';
import { addKey, closeToken, password, platform, rowOf, signIn } from '../src/browser/visitor.js';
import { startWorkspace, statusWith } from '../src/workspace-process.js';

const images = fileURLToPath(new URL('../../../docs/images/', import.meta.url));

it('takes screenshots of the settings in light and dark mode, on a phone and with a token, and of the admin agent', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-screenshots-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const database = `sqlite:${join(directory, 'workspace.sqlite')}`;
  const { url, stop } = await startWorkspace({ DATABASE_URL: database, WORKSPACE_PASSWORD: password });
  onTestFinished(stop);
  const started = await startBrowser();
  if (started === undefined) throw new Error('no Chromium found; set CHROMIUM_PATH to one');
  onTestFinished(started.close);

  const desk = { width: 1100, height: 520 };
  const phone = { width: 375, height: 700 };
  const looks = [
    { name: 'light', colorScheme: 'light', viewport: desk },
    { name: 'dark', colorScheme: 'dark', viewport: desk },
    { name: 'phone', colorScheme: 'light', viewport: phone },
  ] as const;
  for (const { name, ...look } of looks) {
    const { context } = await openContext(started.browser, look);
    const page = await signIn(context, url, 'ada', platform.path);
    if (name === 'light') {
      for (const key of ['Nightly build', 'Intake webhook']) {
        expect(await statusWith(url, await addKey(page, key))).toBe(200);
        await closeToken(page);
        await rowOf(page, key).waitFor();
      }
    }
    await page.screenshot({ path: `${images}settings-${name}.png` });
    if (name === 'dark') {
      await addKey(page, 'CI Pipeline');
      // A screenshot should not show a real token, even though this one dies with its database.
      await page.getByLabel('API key', { exact: true }).evaluate((field) => {
        Object.assign(field, { value: `team.${'abc123'.repeat(12)}`.slice(0, 70) });
      });
      await page.screenshot({ path: `${images}settings-token.png` });
    }
    if (name === 'light') {
      await page.goto(`${url}/agent`);
      await page.getByLabel('Message').fill('Create an API key for me called "CI Pipeline"');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByRole('button', { name: 'Reveal key' }).waitFor();
      await page.screenshot({ path: `${images}agent.png`, fullPage: true });
    }
    await context.close();
  }
});
