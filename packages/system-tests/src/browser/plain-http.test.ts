import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Request } from 'playwright-core';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { servePages } from './served-pages.js';
import { startTestSite, type TestSite } from './test-site.js';
import { addKey, closeToken, profile, rowOf, runJourney, shownToken, signIn } from './visitor.js';

const site = await startTestSite();

// Browsers send no Sec-Fetch-Site to such a name, so only `Origin` says where a form comes from.
describe.skipIf(site === undefined)('over plain HTTP on a name other than localhost', () => {
  const { url, open, close } = site as TestSite;
  const lan = url.replace('localhost', 'workspace.lan');
  afterAll(close);

  async function visit(options: { readonly javaScriptEnabled: boolean }, path = profile.path) {
    const { context } = await open(options);
    const posted: Request[] = [];
    context.on('request', (request) => {
      if (request.method() === 'POST') posted.push(request);
    });
    return { context, posted, page: await signIn(context, lan, 'ada', path) };
  }

  it.each([true, false])(
    'a key is created, shown, used and deleted (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const { page, posted } = await visit({ javaScriptEnabled });
      await runJourney(page, url, profile);
      const sent = await Promise.all(posted.map((request) => request.allHeaders()));
      expect(sent.map((headers) => [headers['sec-fetch-site'], headers.origin])).toEqual([
        [undefined, lan],
        [undefined, lan],
        [undefined, lan],
      ]);
    },
  );

  it.each([true, false])('an offer is revealed or withdrawn (JavaScript: %s)', async (javaScriptEnabled) => {
    const { page } = await visit({ javaScriptEnabled }, '/agent');
    const openOffer = async (name: string) => {
      await page.goto(`${lan}/agent`);
      await page.getByLabel('Message').fill(`Create an API key for me called "${name}"`);
      await page.getByRole('button', { name: 'Send' }).click();
      const form = page.locator('form[action*="/offers/"]').last();
      await page.getByRole('heading', { name: `New key: ${name}` }).waitFor();
      const offer = ((await form.getAttribute('action')) ?? '').replace(/\/\w+$/, '');
      await page.goto(lan + offer);
    };
    await openOffer(`Withdrawn, script ${javaScriptEnabled}`);
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('The offer was withdrawn.').first().waitFor();
    await openOffer(`Revealed, script ${javaScriptEnabled}`);
    await page.getByRole('button', { name: 'Reveal key' }).click();
    expect(await shownToken(page)).toMatch(/^user\./);
  });

  it('a person signs out', async () => {
    const { page } = await visit({ javaScriptEnabled: false });
    await page.goto(`${lan}/sign-out`);
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByText('You’re signed out.').waitFor();
    await page.goto(lan + profile.path);
    expect(page.url()).toContain('/sign-in');
  });

  it.each(['elsewhere.lan', 'workspace.lan'])(
    'M05 a form from another origin on %s changes nothing, whatever its referrer policy',
    async (host) => {
      const { context, page } = await visit({ javaScriptEnabled: false });
      const form = `<form method="post" action="${lan}${profile.path}"><input name="name" value="Forged"><button>Go</button></form>`;
      const other = await serveAt(host, (request, response) => {
        response
          .setHeader('Content-Type', 'text/html')
          .setHeader('Referrer-Policy', request.url?.slice(1) ?? '');
        response.end(form);
      });
      const forged = await context.newPage();
      for (const policy of ['no-referrer', 'same-origin', 'unsafe-url']) {
        await forged.goto(`${other}/${policy}`);
        const answered = forged.waitForResponse(lan + profile.path);
        await forged.getByRole('button').click();
        const answer = await answered;
        expect(answer.status()).toBe(403);
        const sent = await answer.request().allHeaders();
        // A page of the same site sends the cookie: only its origin is different.
        expect('cookie' in sent).toBe(host === 'workspace.lan');
        expect(['null', other]).toContain(sent.origin);
      }
      await page.reload();
      expect(await rowOf(page, 'Forged').count()).toBe(0);
    },
  );

  it('P04 another origin receives no Referer', async () => {
    const { page } = await visit({ javaScriptEnabled: true });
    const seen: IncomingHttpHeaders[] = [];
    const other = await serveAt('elsewhere.lan', (request, response) => {
      seen.push(request.headers);
      response.end();
    });
    await addKey(page, 'Left open');
    await page.evaluate((to) => location.assign(to), `${other}/`);
    await page.waitForURL(`${other}/`);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter(({ referer }) => referer !== undefined)).toEqual([]);
  });

  it.each([true, false])(
    'the forms work behind middleware that sets no-referrer (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const { port } = await servePages(new Hono().use(secureHeaders()));
      const { context } = await open({ javaScriptEnabled });
      await context.addCookies([{ name: 'session', value: '1', domain: 'service.lan', path: '/' }]);
      const page = await context.newPage();
      const answer = await page.goto(`http://service.lan:${port}${profile.path}`);
      expect(answer?.headers()['referrer-policy']).toBe('no-referrer');
      await addKey(page, 'Behind');
      await closeToken(page);
      await rowOf(page, 'Behind').waitFor();
    },
  );
});

async function serveAt(host: string, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}
