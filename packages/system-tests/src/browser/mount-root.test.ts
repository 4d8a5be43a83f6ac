import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { afterAll, describe, expect, it } from 'vitest';
import { servePages } from './served-pages.js';
import { startTestSite, type TestSite } from './test-site.js';
import { profile } from './visitor.js';

const site = await startTestSite();

describe.skipIf(site === undefined)('the path that the pages are mounted at', () => {
  const { open, close, visit, url } = site as TestSite;
  afterAll(close);

  it.each([
    ['/settings', true],
    ['/settings/', true],
    ['/settings', false],
    ['/settings/', false],
  ])(
    "%s leads to the person's own keys if only the browser knows the path (JavaScript: %s)",
    async (path, javaScriptEnabled) => {
      const { port } = await servePages(new Hono().use(secureHeaders()));
      const { context } = await open({ javaScriptEnabled });
      const page = await context.newPage();
      await page.goto('about:blank');
      await page.goto(`http://localhost:${port}${path}`);
      await page.waitForURL(`http://localhost:${port}${profile.path}`);
      await page.getByRole('heading', { name: profile.heading }).waitFor();
      // The redirecting page is not in the history.
      await page.goBack();
      expect(page.url()).toBe('about:blank');
    },
  );

  it("leads to the person's own keys in the workspace", async () => {
    const { page } = await visit('ada');
    for (const path of ['/settings', '/settings/', '/']) {
      await page.goto(url + path);
      expect(page.url()).toBe(url + profile.path);
    }
  });
});
