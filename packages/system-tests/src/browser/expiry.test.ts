import { settableClock } from '@postern/core/testing';
import { Hono } from 'hono';
import { afterAll, describe, expect, it } from 'vitest';
import { ada, servePages } from './served-pages.js';
import { startTestSite, type TestSite } from './test-site.js';
import { shownToken } from './visitor.js';

const site = await startTestSite();

describe.skipIf(site === undefined)('the last day of a key', () => {
  const { open, close } = site as TestSite;
  afterAll(close);

  /**
   * Opens the form for a new key, as a dialog or as a separate page, with browser and server clocks set to the same
   * time.
   */
  async function newKey(options: {
    readonly timezoneId: string;
    readonly at: string;
    readonly isDialog: boolean;
    readonly javaScriptEnabled?: boolean;
  }) {
    const { timezoneId, at, isDialog, javaScriptEnabled = true } = options;
    const { keys, port } = await servePages(new Hono(), settableClock(new Date(at)));
    const { context } = await open({ timezoneId, javaScriptEnabled });
    await context.clock.setFixedTime(at);
    const page = await context.newPage();
    await page.goto(`http://localhost:${port}/settings/user/keys${isDialog ? '' : '/new'}`);
    if (isDialog) await page.getByRole('link', { name: 'Add Key' }).click();
    await page.getByLabel('Name').fill('CI Pipeline');
    await page.getByLabel('Custom day').check();
    const day = page.getByLabel('Last day on which the key works');
    return {
      page,
      day,
      async create(chosen: string) {
        await day.fill(chosen);
        await page.getByRole('button', { name: 'Create' }).click();
      },
      async expiry() {
        const { keys: found } = await keys.list({ owner: ada, actor: ada });
        return found.map(({ expiresAt }) => expiresAt?.toISOString());
      },
    };
  }

  // Cairo skips a midnight on that day, Santiago has 23:00 twice, and Havana has 00:00 twice.
  it.each([
    ['America/Los_Angeles', '2099-08-01', '2099-08-02T06:59:59.999Z'],
    ['Pacific/Kiritimati', '2099-08-01', '2099-08-01T09:59:59.999Z'],
    ['Asia/Kathmandu', '2099-08-01', '2099-08-01T18:14:59.999Z'],
    ['Europe/Berlin', '2099-03-29', '2099-03-29T21:59:59.999Z'],
    ['Africa/Cairo', '2099-04-23', '2099-04-23T21:59:59.999Z'],
    ['America/Santiago', '2099-04-04', '2099-04-05T03:59:59.999Z'],
    ['America/Havana', '2099-10-31', '2099-11-01T03:59:59.999Z'],
  ])("ends in the person's time zone: in %s, %s ends at %s", async (timezoneId, chosen, end) => {
    for (const isDialog of [true, false]) {
      const { page, create, expiry } = await newKey({ timezoneId, at: '2099-01-01T00:00:00Z', isDialog });
      expect(await page.textContent('#expires-hint')).toContain('in your time zone');
      await create(chosen);
      await shownToken(page);
      expect(await expiry()).toEqual([end]);
    }
  });

  it.each([
    ['America/Los_Angeles', '2099-08-02T01:30:00Z', '2099-08-01', '2099-08-02T06:59:59.999Z'],
    ['Pacific/Honolulu', '2100-01-01T01:00:00Z', '2099-12-31', '2100-01-01T09:59:59.999Z'],
    ['Pacific/Auckland', '2099-08-01T20:00:00Z', '2099-08-02', '2099-08-02T11:59:59.999Z'],
  ])('can be today or later: in %s at %s, today is %s', async (timezoneId, at, today, end) => {
    for (const isDialog of [true, false]) {
      const { page, day, create, expiry } = await newKey({ timezoneId, at, isDialog });
      expect(await day.getAttribute('min')).toBe(today);
      await create(today);
      await shownToken(page);
      expect(await expiry()).toEqual([end]);
    }
  });

  it.each([true, false])(
    'is refused by the browser if it is over, even if a length of life is chosen after it (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const form = { timezoneId: 'UTC', at: '2099-08-01T12:00:00Z', isDialog: false, javaScriptEnabled };
      const { page, day, expiry } = await newKey(form);
      await day.fill('2020-01-01');
      await page.getByLabel('30 days').check();
      await page.getByRole('button', { name: 'Create' }).click();
      await page.locator('#expires:focus').waitFor();
      expect(await day.evaluate((input: HTMLInputElement) => input.validity.rangeUnderflow)).toBe(true);
      expect(await expiry()).toEqual([]);
    },
  );

  it('is in UTC without JavaScript, as the form says, and a day that is over in UTC is refused with a message', async () => {
    const evening = { timezoneId: 'America/Los_Angeles', at: '2099-08-02T01:30:00Z', isDialog: false };
    const { page, create, expiry } = await newKey({ ...evening, javaScriptEnabled: false });
    expect(await page.textContent('#expires-hint')).toContain('in UTC');
    await create('2099-08-01');
    await page.getByRole('alert').filter({ hasText: 'Choose a day that has not ended yet.' }).waitFor();
    expect(await page.textContent('#expires-hint')).toContain('in UTC');
    expect(await expiry()).toEqual([]);
    await create('2099-08-02');
    await shownToken(page);
    expect(await expiry()).toEqual(['2099-08-02T23:59:59.999Z']);
  });
});
