import { describe, expect, it } from 'vitest';
import { signIn } from '../test-support/client.js';
import { password, startTestWorkspace } from '../test-support/test-workspace.js';
import { unescaped, visit } from '../test-support/visit.js';

const fieldIn = (html: string, name: string) =>
  unescaped(new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(html)?.[1] ?? '');

describe('the page for signing in', () => {
  it.each([
    ['en', 'Sign in to Workspace', 'don’t match. Check both and try again.'],
    [
      'de',
      'Bei Workspace anmelden',
      'passen nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal.',
    ],
  ])(
    'after a wrong password keeps the address and where it leads, and says what to do (%s)',
    async (language, heading, advice) => {
      const { url } = await startTestWorkspace();
      const form = { email: 'ada@example.com', password: 'wrong', to: '/agent' };
      const page = await visit(`${url}/sign-in`, { form, language });
      expect([page.status, page.headers.get('Set-Cookie')]).toEqual([401, null]);
      for (const text of [heading, advice]) expect(page.text).toContain(text);
      expect([fieldIn(page.html, 'email'), fieldIn(page.html, 'to')]).toEqual(['ada@example.com', '/agent']);
      expect(page.html).not.toContain('wrong"');
      const again = await visit(`${url}/sign-in`, { form: { ...form, password } });
      expect([again.status, again.location]).toEqual([303, '/agent']);
    },
  );

  it('never says whether an account exists: one page for a wrong password, no account and an inactive one', async () => {
    const { url } = await startTestWorkspace();
    const pageFor = async (email: string, given: string) => {
      const { status, html } = await visit(`${url}/sign-in`, { form: { email, password: given } });
      return { status, html: html.replaceAll(email, '(address)') };
    };
    const wrong = await pageFor('ada@example.com', 'wrong');
    expect(wrong.html).toContain('value="(address)"');
    expect(await pageFor('nobody@example.com', password)).toEqual(wrong);
    expect(await pageFor('linus@example.com', password)).toEqual(wrong);
  });

  it('asks for what is missing, and puts the focus there', async () => {
    const { url } = await startTestWorkspace();
    const page = await visit(`${url}/sign-in`, { form: { email: 'ada@example.com', password: '' } });
    expect([page.status, fieldIn(page.html, 'email')]).toEqual([422, 'ada@example.com']);
    expect(page.text).toContain('Enter your email address and password.');
    expect(page.html).toMatch(/<input id="password"[^>]* autofocus/);
    expect((await visit(`${url}/sign-in`, { form: {} })).html).toMatch(/<input id="email"[^>]* autofocus/);
  });

  it('M06 shows an address with markup as text', async () => {
    const { url } = await startTestWorkspace();
    const email = '"><script>alert(1)</script>';
    const { html } = await visit(`${url}/sign-in`, { form: { email, password: 'x' } });
    expect(html).not.toContain('<script>alert');
    expect(fieldIn(html, 'email')).toBe(email);
  });

  it('P09 does not repeat an API key that someone pasted as their address', async () => {
    const { url } = await startTestWorkspace();
    const { token } = await (await signIn(url, 'ada')).issueKey();
    for (const email of [token, `for ${token.slice(21)}`]) {
      const page = await visit(`${url}/sign-in`, { form: { email, password: 'x' } });
      expect([page.status, page.html.includes(token.slice(30))]).toEqual([401, false]);
    }
  });

  it('says who is signed in already, and leads on', async () => {
    const { url } = await startTestWorkspace();
    const page = await visit(`${url}/sign-in?to=/agent`, { session: await signIn(url, 'ada') });
    expect(page.text).toContain('You’re signed in as Ada.');
    expect(page.html).toContain('<a href="/agent">Continue</a>');
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/a?b', ''])(
    'leads to no other host: %s',
    async (to) => {
      const { url } = await startTestWorkspace();
      const form = { email: 'ada@example.com', password, to };
      expect((await visit(`${url}/sign-in`, { form })).location).toBe('/settings/user/keys');
    },
  );
});

describe('the page for signing out', () => {
  it('has the sidebar, and says whose session ends', async () => {
    const { url } = await startTestWorkspace();
    const session = await signIn(url, 'ada');
    const page = await visit(`${url}/sign-out`, { session });
    expect(page.text).toContain('You’re signed in as Ada (ada@example.com).');
    for (const link of [
      '/settings/user/keys',
      '/settings/services',
      '/agent',
      '/integrations/intake-webhooks',
    ])
      expect(page.html).toContain(`href="${link}"`);
    const german = await visit(`${url}/sign-out`, { session, language: 'de' });
    expect(german.text).toContain('Überall abmelden');
  });

  it.each(['/sign-out', '/sign-out/everywhere'])(
    '%s says that it has happened, only if it has',
    async (path) => {
      const { url } = await startTestWorkspace();
      const session = await signIn(url, 'ada');
      const early = await visit(`${url}/sign-in?done=signed-out`, { session });
      expect(early.text).not.toContain('You’re signed out.');
      const { status, location } = await visit(url + path, { session, form: {} });
      expect([status, location]).toEqual([303, '/sign-in?done=signed-out']);
      expect((await visit(`${url}${location}`, { session })).text).toContain('You’re signed out.');
      expect((await visit(`${url}/sign-out`, { session })).location).toBe('/sign-in?done=signed-out');
    },
  );
});
