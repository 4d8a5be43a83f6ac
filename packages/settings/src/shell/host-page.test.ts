import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { html } from 'hono/html';
import { expect, it } from 'vitest';
import { de, type ShellOptions, settingsShell } from '../index.js';

const keys = createApiKeys({
  repository: memoryKeyRepository(),
  hasher: insecureHasher(),
  owners: eachOwner(() => ({ active: true, permissions: [] })),
  policy: selfService(),
});

/** The shell of a host at which Ada is signed in. */
const shellWith = (options: Partial<ShellOptions<'user' | 'team'>> = {}) =>
  settingsShell(keys, {
    path: '/account',
    authenticate: () => ({ kind: 'user', id: 'ada' }),
    ownersOf: () => [
      { kind: 'user', id: 'ada' },
      { kind: 'team', id: 'platform' },
    ],
    ...options,
  });

const request = new Request('http://localhost/help');
const help = { title: 'Help', main: html`<h1>Help</h1>` };

it("a page of the host has the keys of each owner in its sidebar, the host's links by group, and where it is", async () => {
  const shell = shellWith({
    brand: { name: 'Acme', href: '/' },
    nameOf: ({ id }) => (id === 'ada' ? 'Ada Lovelace' : id),
    links: [
      { href: '/help', text: 'Help', group: 'More' },
      { href: '/news', text: 'News', group: 'More' },
    ],
    signOutUrl: () => '/sign-out',
  });
  const text = String(await shell.page(request, { ...help, here: '/help' }));
  expect(text).toContain('<title>Help · Acme</title>');
  expect(text).toContain('<a href="/account/user/keys">API Keys</a>');
  expect(text).toContain('<a href="/account/teams/platform/keys">platform</a>');
  expect(text.match(/<h2>More<\/h2>/g)).toHaveLength(1);
  expect(text).toContain('<a href="/help" aria-current="page">Help</a>');
  expect(text.match(/aria-current/g)).toHaveLength(1);
  expect(text).toContain('Ada Lovelace');
  expect(text).toContain('<a href="/sign-out">Sign out</a>');
  expect(text).toContain('<main id="main" tabindex="-1"><h1>Help</h1></main>');
});

it.each([
  [() => false, false],
  [() => true, true],
  [() => Promise.resolve(true), true],
])('only admins have a link to all keys: case %#', async (isAdmin, isShown) => {
  const text = String(await shellWith({ isAdmin }).page(request, help));
  expect(text.includes('href="/account/admin/keys"')).toBe(isShown);
});

it('a page for someone who is signed out, and a card, have no sidebar', async () => {
  const signedOut = await shellWith({ authenticate: () => null }).page(request, help);
  for (const page of [signedOut, shellWith().card(request, help)]) {
    const text = String(page);
    expect(text).not.toContain('<nav');
    expect(text).toContain('class="alone"');
    expect(text).toContain('href="/account/assets/settings.css?');
  }
});

it('a page of the host is in the language of its request, with the files of the host', async () => {
  const shell = shellWith({ texts: de });
  const text = String(
    await shell.page(request, {
      ...help,
      styles: ['/help.css'],
      scripts: ['/help.js'],
      crumbs: [{ text: 'Start', href: '/' }],
    }),
  );
  expect(text).toContain('<html lang="de">');
  expect(text).toContain('<link rel="stylesheet" href="/help.css">');
  expect(text).toContain('<script type="module" src="/help.js"></script>');
  expect(text).toContain('<li><a href="/">Start</a></li>');
});

it('a name is text, never markup', async () => {
  const name = '<img src=x onerror=alert(1)>';
  const shell = shellWith({
    brand: { name, href: '/' },
    nameOf: () => name,
    links: [{ href: '/', text: name, group: name }],
    signOutUrl: () => '/sign-out',
  });
  const text = String(await shell.page(request, { ...help, title: name }));
  expect(text).not.toContain('<img');
  expect(text.split('&lt;img').length).toBeGreaterThan(5);
});
