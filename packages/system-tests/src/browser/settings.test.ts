import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { statusWith } from '../workspace-process.js';
import { startTestSite, type TestSite } from './test-site.js';
import { violations } from './violations.js';
import {
  addKey,
  closeToken,
  deleteKey,
  type KeysPage,
  platform,
  profile,
  rowOf,
  runJourney,
  shownToken,
} from './visitor.js';

const site = await startTestSite();

describe.skipIf(site === undefined)('the settings in a browser', () => {
  const { visit, url, close } = site as TestSite;
  afterAll(close);

  async function liveNames(page: Page, { path }: KeysPage = profile) {
    const answer = await page.request.get(url + path.replace('/settings', '/api'));
    return ((await answer.json()) as { keys: { name: string }[] }).keys.map(({ name }) => name);
  }

  describe('the whole journey', () => {
    it.each([
      ['ada', profile],
      ['ada', platform],
      ['grace', profile],
    ] as const)('works without JavaScript, as %s', async (who, where) => {
      const { page } = await visit(who, where.path, { javaScriptEnabled: false });
      await runJourney(page, url, where);
    });

    it('works on a phone, on which nothing is wider than its 375 pixels', async () => {
      const { page } = await visit('ada', platform.path, {
        viewport: { width: 375, height: 700 },
        hasTouch: true,
      });
      await runJourney(page, url, platform);
      await addKey(page, 'CI Pipeline');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
      await closeToken(page);
      await rowOf(page, 'CI Pipeline').waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    });

    it('works with the keyboard alone', async () => {
      const { page } = await visit('grace');
      const { keyboard } = page;
      await tabTo(page, 'Add Key');
      await keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await untilFocused(page, 'name');
      await keyboard.type('By keyboard');
      await keyboard.press('Enter');
      const token = await shownToken(page);
      await tabTo(page, 'Copy');
      await keyboard.press('Enter');
      await page
        .getByRole('status')
        .filter({ hasText: /Copied|Copy it by hand/ })
        .waitFor();
      await tabTo(page, 'I’ve saved it');
      await keyboard.press('Enter');
      await rowOf(page, 'By keyboard').waitFor();
      await page.waitForFunction(() => document.activeElement?.textContent === 'Add Key');
      await tabTo(page, 'Actions for By keyboard');
      await keyboard.press('ArrowUp');
      await page.waitForFunction(() => document.activeElement?.textContent === 'Delete');
      await keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await tabTo(page, 'Delete');
      await keyboard.press('Enter');
      await rowOf(page, 'By keyboard').waitFor({ state: 'detached' });
      expect(await statusWith(url, token)).toBe(401);
    });

    it('copies the token to the clipboard', async () => {
      const { page } = await visit('ada', profile.path, {
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      const token = await addKey(page, 'CI Pipeline');
      await page.getByRole('button', { name: 'Copy', exact: true }).click();
      await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);
    });

    it('creates a key with the chosen expiry and scopes', async () => {
      const { page } = await visit('ada');
      await page.getByRole('link', { name: 'Add Key' }).click();
      await page.getByLabel('Name').fill('Narrow');
      await page.getByLabel('Custom day').check();
      await page.getByLabel('Last day on which the key works').fill('2099-12-31');
      await page.getByLabel('agents:read').check();
      expect(await page.getByLabel('Only these').isChecked()).toBe(true);
      await page.getByRole('button', { name: 'Create' }).click();
      const token = await shownToken(page);
      await closeToken(page);
      expect(await rowOf(page, 'Narrow').textContent()).toContain('Dec 31, 2099');
      const answer = await fetch(`${url}/api/whoami`, { headers: { Authorization: `Bearer ${token}` } });
      expect(await answer.json()).toMatchObject({ permissions: ['agents:read'] });
    });
  });

  it('are in German if the browser prefers it', async () => {
    const { page, pageErrors } = await visit('ada', profile.path, { locale: 'de-DE' });
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('API-Schlüssel');
    await page.getByRole('link', { name: 'Schlüssel hinzufügen' }).click();
    await page.getByLabel('Name').fill('Nächtlicher Lauf');
    await page.getByRole('button', { name: 'Erstellen' }).click();
    const token =
      (await page.getByRole('group', { name: 'API-Schlüssel' }).getByRole('code').textContent()) ?? '';
    expect(await statusWith(url, token)).toBe(200);
    await page.getByRole('link', { name: 'Ich habe ihn gespeichert' }).click();
    await rowOf(page, 'Nächtlicher Lauf').locator('summary').click();
    await rowOf(page, 'Nächtlicher Lauf').getByRole('link', { name: 'Löschen' }).click();
    await page.getByRole('button', { name: 'Löschen', exact: true }).click();
    await rowOf(page, 'Nächtlicher Lauf').waitFor({ state: 'detached' });
    expect(await statusWith(url, token)).toBe(401);
    expect(pageErrors).toEqual([]);
  });

  it('Intake webhooks shows the address, a curl command, and the latest work', async () => {
    const { page } = await visit('ada', platform.path);
    const token = await addKey(page, 'Intake webhook');
    await closeToken(page);
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const sent = await fetch(`${url}/v1/intake/support`, { method: 'POST', headers, body: '{}' });
    const { work_id } = (await sent.json()) as { work_id: string };
    await page.getByRole('link', { name: 'Intake webhooks' }).click();
    await page.getByText(work_id).waitFor();
    const content = (await page.textContent('main')) ?? '';
    expect(content).toContain(`${url}/v1/intake/support`);
    expect(content).toContain('Bearer $INTAKE_KEY');
    expect(content).not.toContain(token.slice(21));
  });

  it('Service accounts works without JavaScript, with the keyboard alone', async () => {
    const { page } = await visit('ada', profile.path, { javaScriptEnabled: false });
    const { keyboard } = page;
    await tabTo(page, 'Service accounts');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Service accounts', exact: true }).waitFor();
    await tabTo(page, 'Add service account');
    await keyboard.press('Enter');
    await untilFocused(page, 'name');
    await keyboard.type('Nightly build');
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await tabTo(page, 'Add service account');
    await keyboard.press('Enter');
    await page.getByRole('status').getByText('Nightly build was added.').waitFor();
    await rowOf(page, 'Nightly build').getByText('agents:read').waitFor();
    await tabTo(page, 'Nightly build');
    await keyboard.press('Enter');
    const token = await addKey(page, 'From a browser');
    expect(await statusWith(url, token)).toBe(200);
    await page.goto(`${url}/settings/services`);
    await tabTo(page, 'Actions for Nightly build');
    await keyboard.press('Enter');
    await tabTo(page, 'Deactivate');
    await keyboard.press('Enter');
    await page.getByText('From the next request on, it is refused with 401.').waitFor();
    await tabTo(page, 'Deactivate');
    await keyboard.press('Enter');
    await page.getByRole('status').getByText('Nightly build is deactivated.').waitFor();
    await rowOf(page, 'Nightly build').getByText('Deactivated').waitFor();
    expect(await statusWith(url, token)).toBe(401);
  });

  describe('P04 the token', () => {
    it('P04 is in no address, history or storage, and not in the page once its dialog is closed', async () => {
      const { page, requested } = await visit('ada');
      const secret = (await addKey(page, 'CI Pipeline')).slice(21);
      const before = await page.evaluate(() => history.length);
      await closeToken(page);
      await rowOf(page, 'CI Pipeline').waitFor();
      const left = await page.evaluate(() =>
        JSON.stringify([
          document.documentElement.outerHTML,
          [...document.querySelectorAll('input')].map(({ value }) => value),
          Object.entries(localStorage),
          Object.entries(sessionStorage),
          document.cookie,
          history.state,
          location.href,
          performance.getEntries().map(({ name }) => name),
        ]),
      );
      expect(left).not.toContain(secret);
      expect(requested.join()).not.toContain(secret);
      expect(await page.evaluate(() => history.length)).toBe(before);
      expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(0);
    });

    it.each([true, false])(
      'P04 is not brought back by the back button (JavaScript: %s)',
      async (javaScriptEnabled) => {
        const { page } = await visit('ada', profile.path, { javaScriptEnabled });
        const secret = (await addKey(page, 'CI Pipeline')).slice(21);
        await page.goto(`${url}/sign-out`);
        await page.goBack({ timeout: 5_000 }).catch(() => undefined);
        expect(await settledContent(page)).not.toContain(secret);
        await page.goForward({ timeout: 5_000 }).catch(() => undefined);
        expect(await settledContent(page)).not.toContain(secret);
      },
    );
  });

  describe('when something goes wrong', () => {
    it('a member sees no keys of a team of which they are not an admin', async () => {
      const { page } = await visit('grace', platform.path);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('You don’t have access');
      await page.getByText('Only Owners and Admins').waitFor();
      expect(await page.getByRole('table').count()).toBe(0);
    });

    it('a session that ended while the dialog was open shows an error, and no key is created', async () => {
      const { page, context } = await visit('ada');
      await page.getByRole('link', { name: 'Add Key' }).click();
      await page.getByLabel('Name').fill('Too late');
      const cookies = await context.cookies();
      await context.clearCookies();
      await page.getByRole('button', { name: 'Create' }).click();
      await page.getByRole('dialog').getByText('You are signed out. Nothing was changed.').waitFor();
      await context.addCookies(cookies);
      expect(await liveNames(page)).toEqual([]);
      // The form is still filled in, so that it can be sent after signing in in another tab.
      await page.getByRole('button', { name: 'Create' }).click();
      await shownToken(page);
      expect(await liveNames(page)).toEqual(['Too late']);
    });

    it('M07 a double click on Create creates one key', async () => {
      const { page } = await visit('ada');
      await page.getByRole('link', { name: 'Add Key' }).click();
      await page.getByLabel('Name').fill('Twice');
      await page.getByRole('button', { name: 'Create' }).dblclick();
      const token = await shownToken(page);
      expect(await liveNames(page)).toEqual(['Twice']);
      expect(await statusWith(url, token)).toBe(200);
    });

    it('M07 a connection that is lost at Create shows an error, and the next click leaves one key', async () => {
      const { page, context } = await visit('ada');
      await page.getByRole('link', { name: 'Add Key' }).click();
      await page.getByLabel('Name').fill('Lost');
      // The first response is lost on its way back: the key exists, and no one has its token.
      await context.route('**/settings/user/keys', async (route) => {
        await route.fetch();
        await route.abort('connectionreset');
      });
      await page.getByRole('button', { name: 'Create' }).click();
      await page.getByRole('alert').filter({ hasText: 'There was no response' }).waitFor();
      expect(await liveNames(page)).toEqual(['Lost']);
      await context.unroute('**/settings/user/keys');
      await page.getByRole('button', { name: 'Create' }).click();
      const token = await shownToken(page);
      expect(await liveNames(page)).toEqual(['Lost']);
      expect(await statusWith(url, token)).toBe(200);
    });

    it('a proxy that answers without a page shows an error, and the form stays filled in', async () => {
      const { page, context } = await visit('ada');
      await page.getByRole('link', { name: 'Add Key' }).click();
      await page.getByLabel('Name').fill('Proxied');
      const answer = { status: 502, contentType: 'text/plain', body: 'Bad Gateway' };
      await context.route('**/settings/user/keys', (route) => route.fulfill(answer));
      await page.getByRole('button', { name: 'Create' }).click();
      await page.getByRole('alert').filter({ hasText: 'There was no response' }).waitFor();
      expect(await page.getByLabel('Name').inputValue()).toBe('Proxied');
    });

    it('a key that one tab has deleted disappears from another tab that would delete it, which says so', async () => {
      const { page, context } = await visit('ada');
      await addKey(page, 'Shared');
      await closeToken(page);
      await rowOf(page, 'Shared').waitFor();
      const other = await context.newPage();
      await other.goto(url + profile.path);
      await deleteKey(page, 'Shared');
      await rowOf(other, 'Shared').getByLabel('Actions for Shared').click();
      await rowOf(other, 'Shared').getByRole('link', { name: 'Delete' }).click();
      await other.getByText('“Shared” has been deleted. Nothing was changed.').first().waitFor();
      expect(await liveNames(other)).toEqual([]);
    });

    it('M06 a name of 300 characters shows an error at its field, and stays in it', async () => {
      const { page } = await visit('ada');
      await page.getByRole('link', { name: 'Add Key' }).click();
      await page.getByLabel('Name').fill('x'.repeat(300));
      await page.getByRole('button', { name: 'Create' }).click();
      await page.getByRole('alert').filter({ hasText: '100 characters' }).waitFor();
      expect(await page.getByLabel('Name').inputValue()).toBe('x'.repeat(300));
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('name');
      expect(await liveNames(page)).toEqual([]);
    });

    it('M06 a name with markup is shown as text everywhere', async () => {
      const name = '<img src=/nowhere onerror=document.title="owned">';
      const { page, requested } = await visit('ada');
      await addKey(page, name);
      await closeToken(page);
      await rowOf(page, name).waitFor();
      await deleteKey(page, name);
      expect(requested.filter((asked) => asked.includes('nowhere'))).toEqual([]);
      expect(await page.title()).not.toContain('owned');
    });

    it("M05 another site's form and fetch change nothing with the cookie", async () => {
      const { page, context } = await visit('ada');
      const otherSite = await context.newPage();
      const target = `${url}${profile.path}`;
      await otherSite.route('http://elsewhere.example/', (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: `<form method="post" action="${target}"><input name="name" value="Forged"><button>Go</button></form>`,
        }),
      );
      await otherSite.goto('http://elsewhere.example/');
      const fetched = await otherSite.evaluate(
        (to) =>
          fetch(to, {
            method: 'POST',
            body: new URLSearchParams({ name: 'Forged' }),
            credentials: 'include',
          }).then(
            ({ status }) => status,
            () => 'refused',
          ),
        target,
      );
      expect(fetched).toBe('refused');
      await otherSite.getByRole('button').click();
      await otherSite.waitForURL(target);
      expect(await liveNames(page)).toEqual([]);
    });
  });

  describe('axe-core finds nothing', () => {
    it.each([
      ['light', 1280],
      ['dark', 1280],
      ['light', 375],
      ['dark', 375],
    ] as const)('in %s, %d pixels wide', async (colorScheme, width) => {
      const options = { colorScheme, viewport: { width, height: 800 }, bypassCSP: true } as const;
      const { page } = await visit('ada', platform.path, options);
      await page.getByRole('link', { name: 'Add Key' }).click();
      await page.getByLabel('Name').fill('x'.repeat(101));
      await page.getByRole('button', { name: 'Create' }).click();
      await page.getByRole('alert').waitFor();
      await page.getByLabel('Custom day').check();
      expect(await violations(page)).toEqual([]);
      await page.getByLabel('30 days').check();
      await page.getByLabel('Name').fill('CI Pipeline');
      await page.getByRole('button', { name: 'Create' }).click();
      await shownToken(page);
      expect(await violations(page)).toEqual([]);
      await closeToken(page);
      await rowOf(page, 'CI Pipeline').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByLabel('Actions for CI Pipeline').click();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('link', { name: 'Delete', exact: true }).click();
      await page.getByRole('button', { name: 'Delete', exact: true }).waitFor();
      expect(await violations(page)).toEqual([]);
      for (const path of [
        '/integrations/intake-webhooks',
        '/settings/services',
        '/sign-out',
        '/settings/user/keys/new',
        '/settings/nothing',
        '/sign-in',
      ]) {
        await page.goto(url + path);
        expect(await violations(page)).toEqual([]);
      }
    });
  });
});

/** Returns the content of a page once it has stopped navigating. It can be an error page of the browser. */
async function settledContent(page: Page): Promise<string> {
  await page.waitForTimeout(300);
  await page.waitForLoadState();
  return page.content();
}

/** A field is there before it has the focus, and what is typed until then is lost. */
async function untilFocused(page: Page, id: string): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.activeElement?.id), { timeout: 10_000 }).toBe(id);
}

/** Presses Tab until the element with this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    const isFocused = await page.evaluate((wanted) => {
      const { activeElement } = document;
      return (
        activeElement?.getAttribute('aria-label') === wanted || activeElement?.textContent?.trim() === wanted
      );
    }, name);
    if (isFocused) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`pressing Tab never reached ${name}`);
}
