import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { call, signIn } from '../test-support/client.js';
import { runSql } from '../test-support/test-database.js';
import { startTestWorkspace } from '../test-support/test-workspace.js';
import { visit } from '../test-support/visit.js';

async function start() {
  const started = await startTestWorkspace();
  return { ...started, ada: await signIn(started.url, 'ada'), grace: await signIn(started.url, 'grace') };
}

describe('a page that does not exist', () => {
  it.each([
    ['en', 'Page not found', 'Go to your API keys', 'Sign out'],
    ['de', 'Seite nicht gefunden', 'Zu Ihren API-Schlüsseln', 'Abmelden'],
  ])('says so in the shell (%s), and leads back', async (language, title, back, signOut) => {
    const { url, grace } = await start();
    const missing = ['/nowhere', '/settings/services', '/settings/services/nothing/deactivate', '/agents'];
    for (const path of missing) {
      const page = await visit(url + path, { session: grace, language });
      expect([path, page.status, page.title]).toEqual([path, 404, `${title} · Workspace`]);
      expect(page.html).toContain(`lang="${language}"`);
      for (const text of [title, back, signOut]) expect(page.text).toContain(text);
      expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
      expect(page.headers.get('Cache-Control')).toBe('no-store');
    }
  });

  it('is a card without a sidebar if no one is signed in', async () => {
    const { url } = await start();
    const page = await visit(`${url}/nowhere`);
    expect([page.status, page.title]).toEqual([404, 'Page not found · Workspace']);
    expect(page.text).not.toContain('Sign out');
    expect(page.html).toContain('href="/settings/user/keys">Sign in</a>');
  });

  it('a path under the settings gets the same page in both cases', async () => {
    const { url, ada } = await start();
    for (const session of [ada, undefined]) {
      const page = await visit(`${url}/settings/nowhere`, { session });
      expect(page.status).toBe(404);
      expect(page.text.includes('Sign out')).toBe(session !== undefined);
    }
  });
});

describe('programs', () => {
  it('get the same JSON as ever on the paths of the API, even if a browser asks', async () => {
    const { url } = await start();
    const bodies = {
      '/api/nowhere': '{"error":"this route does not exist"}',
      '/v1/nowhere': '{"error":"this route does not exist"}',
      '/api/openai/nowhere': expect.stringContaining('"error":{"message":'),
    };
    for (const [path, body] of Object.entries(bodies)) {
      const [program, browser] = [await call(url + path), await visit(url + path)];
      if (program.status === 404) expect(program.text).toEqual(body);
      expect(browser.html).toBe(program.text);
      expect(browser.headers.get('Content-Type')).toContain('application/json');
    }
    const wrongMethod = await call(`${url}/api/health`, { method: 'POST' });
    expect(wrongMethod.text).toBe('{"error":"this route only allows GET, HEAD"}');
  });

  it('get JSON on a path that does not exist', async () => {
    const { url } = await start();
    for (const headers of [{}, { Accept: '*/*' }, { Accept: 'application/json' }]) {
      const answer = await call(`${url}/nowhere`, { headers });
      expect([answer.status, answer.text]).toEqual([404, '{"error":"this route does not exist"}']);
    }
  });
});

describe('what else can go wrong', () => {
  it('a change from another site changes nothing, and says so', async () => {
    const { url, ada } = await start();
    const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://elsewhere.example' };
    for (const path of ['/sign-out', '/settings/services', '/sign-in']) {
      const page = await visit(url + path, { session: ada, form: { name: 'n' }, headers });
      expect([page.status, page.title]).toEqual([403, 'Nothing was changed · Workspace']);
    }
  });

  it('the address of a form can’t be opened', async () => {
    const { url, ada } = await start();
    const page = await visit(`${url}/sign-out/everywhere`, { session: ada, language: 'de-AT' });
    expect([page.status, page.headers.get('Allow')]).toEqual([405, 'POST']);
    expect(page.text).toContain('Diese Seite lässt sich nicht direkt öffnen');
  });

  it('a form that is too long, or none', async () => {
    const { url, ada } = await start();
    const long = await visit(`${url}/sign-in`, { form: { email: 'a'.repeat(5_000) } });
    expect([long.status, long.title]).toEqual([413, 'That was too long · Workspace']);
    const headers = { 'Content-Type': 'text/plain' };
    const none = await visit(`${url}/settings/services`, { session: ada, form: { name: 'n' }, headers });
    expect([none.status, none.title]).toEqual([415, 'The form couldn’t be read · Workspace']);
  });

  it('a database that does not work gets a page without details, and a card if it has no people either', async () => {
    const { url, config, log, ada } = await start();
    await runSql(config.database, 'alter table workspace_service_accounts rename to gone');
    await runSql(config.database, 'alter table workspace_sessions rename to gone_too');
    for (const path of ['/settings/services', '/integrations/intake-webhooks', '/sign-out']) {
      const page = await visit(url + path, { session: ada });
      expect([page.status, page.title]).toEqual([500, 'Something went wrong · Workspace']);
      expect(page.html).not.toMatch(/sqlite|workspace_sessions|no such table/i);
    }
    expect(log.join()).toContain('SqliteError');
  });
});

describe('slashes at the end of a page’s address', () => {
  it.each([
    '/settings',
    '/settings/user/keys',
    '/settings/services',
    '/agent',
    '/integrations/intake-webhooks',
  ])('%s/ leads to the page, for people who are signed in', async (path) => {
    const { url, ada } = await start();
    for (const slashes of ['/', '//']) {
      const redirect = await visit(`${url}${path}${slashes}?state=all`, { session: ada });
      expect([redirect.status, redirect.location]).toEqual([308, `${path}?state=all`]);
    }
    const { status } = await ada.call(`${path}/`);
    expect(status).toBe(200);
  });

  it('the sign-in page works with one, and keeps where it leads', async () => {
    const { url } = await start();
    const { location } = await visit(`${url}/sign-in/?to=/agent`);
    expect(location).toBe('/sign-in?to=/agent');
  });

  it('never lead to another host', async () => {
    const { url } = await start();
    for (const path of ['//evil.example/', '/%5Cevil.example/', '///evil.example//', '/%2F/evil.example/']) {
      const location = await locationOf(url, path);
      expect(new URL(location, url).origin).toBe(new URL(url).origin);
      expect(location).toMatch(/^\/[^/\\]/);
    }
  });

  it('P09 do not repeat an API key that is in the address', async () => {
    const { url, ada } = await start();
    const { token } = await ada.issueKey();
    for (const path of [`/settings/${token}/`, `/agent/?key=${token}`]) {
      const page = await visit(url + path, { session: ada });
      expect([page.status, page.location]).toEqual([404, null]);
      expect(page.html).not.toContain(token.slice(21));
    }
  });
});

/** Where a redirect leads. `fetch` changes such a path before it sends it. */
function locationOf(url: string, path: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path }, (answer) => {
      answer.resume();
      resolve(answer.headers.location ?? '');
    });
    sent.on('error', reject).end();
  });
}
