import { describe, expect, it } from 'vitest';
import { pages, visit } from '../../test-support/pages.js';

const owners = [
  { kind: 'user', id: 'ada' },
  ...['deployments', 'nightly'].map((id) => ({ kind: 'service', id })),
];
const services = {
  ownersOf: () => owners,
  ownerPaths: {
    user: { path: '/user', title: 'Profile' },
    service: { path: '/services/{id}', title: 'Service accounts' },
  },
};

describe('the sidebar', () => {
  it('has the links of the host in groups, together with those of the settings', async () => {
    const links = [
      { href: '/services', text: 'Service accounts', group: 'Organisation' },
      { href: '/agent', text: 'Admin agent', group: 'Build' },
    ];
    const { text } = await visit(pages({ links, isAdmin: () => true }), '/user/keys');
    const groups = [...text.matchAll(/<h2>([^<]*)<\/h2><ul>(.*?)<\/ul>/gs)].map(([, title, items = '']) => [
      title,
      ...[...items.matchAll(/>([^<]+)<\/a>/g)].map(([, link]) => link),
    ]);
    expect(groups).toEqual([
      ['Profile', 'API Keys'],
      ['Teams', 'platform'],
      ['Organisation', 'All keys', 'Service accounts'],
      ['Build', 'Admin agent'],
    ]);
  });

  it('leaves out the owners that the host leaves out, except for the one whose page it is', async () => {
    const inSidebar = ({ kind }: { readonly kind: string }) => kind !== 'service';
    const all = await visit(pages(services), '/user/keys');
    expect(all.text).toContain('services/nightly/keys');
    const few = pages({ ...services, inSidebar });
    expect((await visit(few, '/user/keys')).text).not.toContain('services/');
    const { text } = await visit(few, '/services/nightly/keys');
    expect(text).toMatch(/<a href="[^"]*services\/nightly\/keys" aria-current="page">nightly<\/a>/);
    expect(text).not.toContain('services/deployments');
  });

  it('marks the link to the list of such owners instead, and has it in the breadcrumbs', async () => {
    const href = '/services';
    const subject = pages({
      ...services,
      inSidebar: ({ kind }) => kind !== 'service',
      links: [{ href, text: 'Service accounts', group: 'Organisation', ownerKind: 'service' }],
    });
    const { keys } = subject;
    const nightly = { kind: 'service', id: 'nightly' } as const;
    const { key } = await keys.issue({ owner: nightly, actor: { kind: 'user', id: 'ada' }, name: 'Deploy' });
    for (const path of ['', '/new', `/${key.id}`]) {
      const { text } = await visit(subject, `/services/nightly/keys${path}`);
      const [side, crumbs] = ['side', 'crumbs'].map(
        (name) => text.match(new RegExp(`<nav class="${name}"[\\s\\S]*?</nav>`))?.[0] ?? '',
      );
      expect(side).toContain(`<a href="${href}" aria-current="page">Service accounts</a>`);
      expect(side).not.toContain('nightly');
      expect(crumbs).toContain(`<li>Organisation</li><li><a href="${href}">Service accounts</a></li>`);
    }
    const { text } = await visit(subject, '/user/keys');
    expect(text).toContain(`<a href="${href}">Service accounts</a>`);
  });
});

describe('a page that does not exist, or not for this method', () => {
  it('has the sidebar of the person who is signed in', async () => {
    const missing = await visit(pages(), '/nowhere');
    expect([missing.status, missing.text.includes('class="side"')]).toEqual([404, true]);
    const form = await visit(pages(), '/offers/abc', { form: [] });
    expect([form.status, form.text.includes('class="side"')]).toEqual([405, true]);
  });

  it.each(['/nowhere', '/user/keys/nothing', '/teams/nothing/keys', '/admin/keys'])(
    'has a title, and a link to the keys of the person: %s',
    async (path) => {
      const { status, text } = await visit(pages({ isAdmin: () => false }), path);
      expect([status, text.includes('<h1>Page not found</h1>')]).toEqual([404, true]);
      expect(text).toMatch(/<main.*href="[^"]*user\/keys">Go to your API keys<\/a>.*<\/main>/s);
    },
  );

  it('has none if no one is signed in, or if that is unknown right now', async () => {
    const signedOut = await visit(pages(), '/nowhere', { as: null });
    const unknown = await visit(pages({ authenticate: () => Promise.reject(new Error('down')) }), '/nowhere');
    for (const { status, text } of [signedOut, unknown])
      expect([status, text.includes('class="side"')]).toEqual([404, false]);
  });
});

describe('slashes at the end of an address', () => {
  it.each(['/user/keys', '/user/keys/new', '/teams/platform/keys'])('%s/ leads to the page', async (path) => {
    for (const slashes of ['/', '///']) {
      const { status, headers } = await visit(pages(), `${path}${slashes}?state=all`);
      const target = new URL(headers.get('Location') ?? '', `http://host${path}${slashes}`);
      expect([status, target.href]).toEqual([308, `http://host${path}?state=all`]);
    }
  });

  it('P09 leave out a query that holds a token', async () => {
    const token = `user.ETvw493ZdW29LRhNzg3L8vPqRb2XkYcZiNKCqxrTd9loa9JITualTNwJlty39PGfT`;
    for (const query of [
      `q=${token}`,
      token,
      `q=${token.replace('E', '%45').replaceAll('9', '%39')}`,
      `state=all&q=${token}`,
    ]) {
      const { status, headers } = await visit(pages(), `/user/keys/?${query}`);
      expect([status, headers.get('Location')]).toEqual([308, '../keys']);
    }
  });

  it('never lead to another host, and do not repeat a token', async () => {
    for (const path of ['//evil.example/', '/user/%5Cevil.example/', `/user/keys/${'a'.repeat(64)}/`]) {
      const { status, headers } = await visit(pages(), path);
      expect([status, headers.get('Location')]).toEqual([404, null]);
    }
    const secret = 'ETvw493ZdW29LRhNzg3L8vPqRb2XkYcZiNKCqxrT';
    expect((await visit(pages(), `/user/keys/${secret}/`)).headers.get('Location')).toBeNull();
    const { headers } = await visit(pages(), '//evil/');
    expect(new URL(headers.get('Location') ?? '', 'http://host//evil/').href).toBe('http://host//evil');
  });
});
