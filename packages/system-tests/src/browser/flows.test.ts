import { afterAll, describe, expect, it } from 'vitest';
import { leakSearch } from '../leak-search.js';
import { requireBrowser, type TestBrowser } from './browser.js';
import { ada, type Visit, visitFlow } from './flow-site.js';
import { expectDone, flows, isPost, pageFlows } from './flows.js';

const started = await requireBrowser();

describe.skipIf(started === undefined)('a flow in a dialog', () => {
  afterAll(async () => started?.close());
  const visit = () => visitFlow(started as TestBrowser);
  const send = ({ page }: Visit, name: string) => page.getByRole('button', { name, exact: true }).click();
  const personOn = (page: Visit['page']) =>
    page.locator('[data-person]').getAttribute('data-person', { timeout: 2_000 });
  const focused = ({ page }: Visit) =>
    page.evaluate(
      () => document.activeElement?.ariaLabel ?? document.activeElement?.textContent?.trim() ?? '',
    );

  it.each(named(flows))(
    '%s: a session that ends, and a connection that is lost, lose nothing',
    async (_name, flow) => {
      const opened = await visit();
      const { page, context } = opened;
      const { isDone } = await flow.begin(opened);
      const alert = page.getByRole('alert');

      await opened.signOut();
      await send(opened, flow.button);
      await alert.filter({ hasText: 'You are signed out. Nothing was changed.' }).waitFor();
      expect(await alert.getByRole('link', { name: 'Sign in' }).getAttribute('target')).toBe('_blank');
      expect(await isDone()).toBe(false);

      await opened.signIn();
      await context.route(isPost, (route) => route.abort('connectionreset'));
      await alert.getByRole('button', { name: 'Try again' }).click();
      await alert.filter({ hasText: 'There was no response' }).waitFor();
      expect(await isDone()).toBe(false);
      expect(await alert.textContent()).not.toMatch(/nothing/i);

      // This time, the response is lost on its way back.
      await context.unroute(isPost);
      await context.route(isPost, async (route) => {
        await route.fetch({ maxRedirects: 0 });
        await route.abort('connectionreset');
      });
      await alert.getByRole('button', { name: 'Try again' }).click();
      await expect.poll(isDone).toBe(true);
      await alert.filter({ hasText: 'There was no response' }).waitFor();

      await context.unroute(isPost);
      await alert.getByRole('button', { name: 'Try again' }).click();
      if (flow.saysAgain === undefined) await expectDone(opened, flow);
      else await page.getByRole('dialog').getByText(flow.saysAgain).waitFor();
      expect(await isDone()).toBe(true);
    },
  );

  it.each(named(flows))(
    'M05 %s: does nothing if someone else has signed in since, and says so',
    async (_name, flow) => {
      const opened = await visit();
      const { page } = opened;
      const { isDone } = await flow.begin(opened);
      const before = await personOn(page);
      await opened.signIn('grace');
      await send(opened, flow.button);
      await page.getByRole('dialog').getByText('You are now signed in as grace').waitFor();
      expect(await isDone()).toBe(false);
      // The page behind the dialog was still ada's.
      await page.keyboard.press('Escape');
      await expect.poll(() => personOn(page)).not.toBe(before);
    },
  );

  it('M05 opens the whole page instead of a dialog if someone else has signed in since', async () => {
    const opened = await visit();
    const { page, url } = opened;
    await opened.signIn('grace');
    await page.getByRole('link', { name: 'Add Key' }).first().click();
    await page.waitForURL(`${url}/settings/user/keys/new`);
    expect(await page.getByRole('dialog').isVisible()).toBe(false);
  });

  it.each(named(flows))(
    '%s: a double click sends one form, and the focus is where a person expects it',
    async (_name, flow) => {
      const opened = await visit();
      const { page, posted, pageErrors } = opened;
      const { isDone } = await flow.begin(opened);
      await page.getByRole('button', { name: flow.button, exact: true }).dblclick();
      await expectDone(opened, flow);
      expect([posted.length, await isDone()]).toEqual([1, true]);
      expect(await focused(opened)).toBe(flow.focuses);
      expect(new URL(page.url()).search).toBe('');
      expect(pageErrors).toEqual([]);
    },
  );

  it.each(named(flows.filter(({ saysGone }) => saysGone !== undefined)))(
    '%s: says so if another tab has ended what it is about',
    async (_name, flow) => {
      const opened = await visit();
      const { page } = opened;
      const { end } = await flow.begin(opened);
      await end();
      await send(opened, flow.button);
      await page
        .getByText(flow.saysGone ?? '')
        .first()
        .waitFor();
      const close = page.getByRole('button', { name: 'Close' });
      if (await close.isVisible()) await close.click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    },
  );

  it.each(named(flows.filter(({ showsToken }) => showsToken)))(
    'P04 %s: the token is nowhere once its dialog is closed, and Back does not bring it back',
    async (_name, flow) => {
      const opened = await visit();
      const { page, requested, url } = opened;
      await flow.begin(opened);
      const before = await page.evaluate(() => history.length);
      await send(opened, flow.button);
      const token = await page.getByRole('group', { name: 'API key' }).getByRole('code').textContent();
      const find = leakSearch([token ?? '']);
      await page.keyboard.press('Escape');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Close anyway' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      const left = await page.evaluate(() =>
        JSON.stringify([
          document.documentElement.outerHTML,
          { ...localStorage },
          { ...sessionStorage },
          document.cookie,
          history.state,
          performance.getEntries().map(({ name }) => name),
        ]),
      );
      for (const seen of [left, ...requested, page.url()]) expect(find(seen)).toBeUndefined();
      expect(await page.evaluate(() => history.length)).toBe(before);
      await page.goto(`${url}/settings/nothing`);
      await page.goBack();
      expect(find(await page.content())).toBeUndefined();
    },
  );

  describe('without a dialog', () => {
    it.each(named(pageFlows))(
      '%s: a session that ends, a connection that is lost and a double click lose nothing and do nothing twice',
      async (_name, { prepare, button, says }) => {
        const opened = await visit();
        const { page, context, posted } = opened;
        const { open, isDone } = await prepare(opened);
        await open();
        await opened.signOut();
        await send(opened, button);
        await page.getByRole('heading', { name: 'You are signed out. Nothing was changed.' }).waitFor();
        expect(await page.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe('/sign-in');
        expect(await isDone()).toBe(false);

        await opened.signIn();
        await open();
        await context.route(isPost, (route) => route.abort('connectionreset'));
        await send(opened, button);
        await page.waitForURL('chrome-error://**');
        await context.unroute(isPost);
        expect(await isDone()).toBe(false);

        await open();
        const before = posted.length;
        opened.delay(300);
        const box = await page.getByRole('button', { name: button, exact: true }).boundingBox();
        const [x, y] = [(box?.x ?? 0) + 10, (box?.y ?? 0) + 10];
        await page.mouse.click(x, y);
        await expect.poll(() => posted.length).toBeGreaterThan(before);
        await page.mouse.click(x, y);
        await page.getByText(says).first().waitFor();
        expect([posted.length - before, await isDone()]).toEqual([1, true]);
        await page.reload();
        expect(posted.length - before).toBe(1);
      },
    );
  });

  it("M05 another site's form and fetch change nothing with the cookie, on any page", async () => {
    const opened = await visit();
    const { page, context, url, keys, issue, posted } = opened;
    const { id } = await issue('Nightly');
    const offer = await keys.offer({ owner: ada, actor: ada, name: 'Offered' });
    const key = `/settings/user/keys/${id}`;
    const targets = [
      ...['rename', 'rotate', 'disable', 'enable', 'delete'].map((change) => `${key}/${change}`),
      ...['claim', 'withdraw'].map((change) => `/settings/offers/${offer.id}/${change}`),
      '/settings/user/keys',
      '/settings/admin/disable-unused',
    ];
    const before = await stateOf(opened, offer.id);
    const forms = targets.map(
      (to) =>
        `<form method="post" action="${url}${to}"><input name="name" value="Forged"><button>${to}</button></form>`,
    );
    const elsewhere = 'http://elsewhere.example/';
    await context.route(elsewhere, (route) =>
      route.fulfill({ contentType: 'text/html; charset=utf-8', body: forms.join('') }),
    );
    await page.goto(elsewhere);
    const fetched = await page.evaluate(
      (all) =>
        Promise.all(
          all.map((to) =>
            fetch(to, {
              method: 'POST',
              body: new URLSearchParams({ name: 'Forged', grace: '0' }),
              credentials: 'include',
            }).then(
              ({ status }) => String(status),
              () => 'refused',
            ),
          ),
        ),
      targets.map((to) => url + to),
    );
    expect(new Set(fetched)).toEqual(new Set(['refused']));
    for (const to of targets) {
      await page.goto(elsewhere);
      await page.getByRole('button', { name: to, exact: true }).click();
      await page.getByText('This came from another site, so it was blocked.').first().waitFor();
    }
    expect(posted.filter((path) => targets.includes(path)).length).toBeGreaterThanOrEqual(targets.length);
    expect(await stateOf(opened, offer.id)).toEqual(before);
  });
});

function named<T extends { readonly name: string }>(all: readonly T[]): [string, T][] {
  return all.map((one) => [one.name, one]);
}

/** All that a form could change. */
async function stateOf({ keys }: Visit, offerId: string): Promise<unknown> {
  const { keys: found } = await keys.list({ owner: ada, actor: ada, state: 'all' });
  return [found, await keys.getOffer(offerId, { actor: ada })];
}
