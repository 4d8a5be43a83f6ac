import type { Owner } from '@postern/core';
import { defaultOwnerPaths } from '@postern/management';
import { describe, expect, it } from 'vitest';
import { pages, tokenIn, visit } from '../test-support/pages.js';
import { de, en, type SettingsOptions } from './index.js';

const ada = { kind: 'user', id: 'ada' } as const;
const deployBot = { kind: 'service', id: 'deploy/bot' } as const;
const billing = { kind: 'service', id: 'billing' } as const;
const service = { path: '/services/{id}', title: 'Service accounts' };
const ownerPaths = { ...defaultOwnerPaths, service };
const at = '/services/deploy%2Fbot/keys';

/** Everyone may name the service account Deploy Bot. Only Ada is an admin. */
function withServices(given: Partial<SettingsOptions> = {}) {
  return pages({
    ownerPaths,
    ownersOf: ({ id }): Owner[] => [{ kind: 'user', id }, deployBot],
    nameOf: ({ id }) => (id === deployBot.id ? 'Deploy Bot' : id),
    ...given,
  });
}

async function created(subject: ReturnType<typeof pages>) {
  const { status, text } = await visit(subject, at, { form: [['name', 'Production']] });
  expect(status).toBe(201);
  const token = tokenIn(text);
  return { token, id: token.split('.')[1]?.slice(0, 16) ?? '', text };
}

/** The URL of the link or form with this text in a page. */
function linkIn(text: string, path: string, pattern: RegExp): string {
  return new URL(pattern.exec(text)?.[1] ?? 'missing', `http://localhost${path}`).pathname;
}

describe('the keys of a service account', () => {
  it('are created, shown once, listed and deleted with nothing but links and forms', async () => {
    const subject = withServices();
    const list = await visit(subject, at);
    const add = linkIn(list.text, at, /href="([^"]+)" data-dialog>Add Key</);
    expect(add).toBe(`${at}/new`);
    expect(linkIn((await visit(subject, add)).text, add, /action="([^"]+)"/)).toBe(at);

    const { token, id, text } = await created(subject);
    expect(await subject.keys.verify(token, { kinds: ['service'] })).toMatchObject({ ok: true });
    expect(text).toContain('Acts as Deploy Bot (Service accounts)');
    const remove = linkIn((await visit(subject, at)).text, at, /href="([^"]+\/delete)"/);
    expect(remove).toBe(`${at}/${id}/delete`);
    expect((await visit(subject, remove)).text).toContain(
      '<dt>Owner</dt><dd>Deploy Bot (Service accounts)</dd>',
    );
    const { status, headers } = await visit(subject, remove, { form: [] });
    expect([status, headers.get('Location')]).toEqual([
      303,
      `../../../../services/deploy%2Fbot/keys?done=deleted&key=${id}`,
    ]);
    expect(await subject.keys.verify(token)).toMatchObject({ ok: false });
  });

  it('have a page with the name of the account, which says who created them', async () => {
    const subject = withServices();
    await created(subject);
    const { text } = await visit(subject, at);
    expect(text).toMatch(/<h1[^>]*>Deploy Bot keys<\/h1>/);
    expect(text).toContain('…</code> by ada<');
  });

  it('M04 are not shown to someone who may not name it, whether or not it exists', async () => {
    const subject = withServices();
    await subject.keys.issue({ owner: billing, actor: ada, name: 'Bills' });
    const existing = await visit(subject, '/services/billing/keys');
    const missing = await visit(subject, '/services/nothing/keys');
    expect(existing.status).toBe(404);
    expect(existing.text).toBe(missing.text);
    expect((await visit(subject, '/services/billing/keys', { form: [['name', 'More']] })).status).toBe(404);
  });

  it("M04 are not found below another owner's path", async () => {
    const subject = withServices({ ownersOf: () => [ada, deployBot, billing] });
    const { key } = await subject.keys.issue({ owner: billing, actor: ada, name: 'Bills' });
    for (const path of [`${at}/${key.id}/delete`, `/user/keys/${key.id}/delete`]) {
      expect((await visit(subject, path)).status).toBe(404);
      expect((await visit(subject, path, { form: [] })).status).toBe(404);
    }
  });

  it('M04 are managed only by people whom the policy allows it', async () => {
    const { status, text } = await visit(withServices(), at, { as: 'grace' });
    expect(status).toBe(403);
    expect(text).toContain('You don’t have access');
    expect(text).toContain('only admins of the service can manage its keys');
  });

  it('M05 are not changed for the page of another site', async () => {
    const headers = { 'Sec-Fetch-Site': 'cross-site' };
    expect((await visit(withServices(), at, { form: [['name', 'Production']], headers })).status).toBe(403);
  });

  it('M09 are offered on a page that says whose they are', async () => {
    const subject = withServices();
    const { id } = await subject.keys.offer({ owner: deployBot, actor: ada, name: 'Production' });
    const offer = await visit(subject, `/offers/${id}`);
    expect(offer.text).toContain('<dd>Deploy Bot (Service accounts)</dd>');
    const { text } = await visit(subject, `/offers/${id}/claim`, { form: [] });
    expect(text).toContain('Acts as Deploy Bot (Service accounts)');
    expect(linkIn(text, `/offers/${id}/claim`, /href="([^"]+)" data-close data-saved>/)).toBe(at);
  });
});

describe('the navigation', () => {
  const headings = (text: string) =>
    [...text.slice(0, text.indexOf('</nav>')).matchAll(/<h2>(.*?)<\/h2>/g)].map(([, heading]) => heading);

  it('has the owners of each kind that has a path, below its title', async () => {
    const everyone = [ada, { kind: 'team', id: 'platform' }, deployBot, billing];
    const { text } = await visit(withServices({ ownersOf: () => everyone }), at);
    expect(headings(text)).toEqual(['Profile', 'Teams', 'Service accounts']);
    expect(text).toContain(
      '<h2>Service accounts</h2><ul>' +
        '<li><a href="../../services/deploy%2Fbot/keys" aria-current="page">Deploy Bot</a></li>' +
        '<li><a href="../../services/billing/keys">billing</a></li></ul>',
    );
  });

  it('has no link to an owner whose kind has no path', async () => {
    const { text } = await visit(withServices({ ownerPaths: defaultOwnerPaths }), '/user/keys');
    expect(headings(text)).toEqual(['Profile']);
    expect(text).not.toContain('services');
  });

  it('M04 has no link to the keys of another person below a path without an ID', async () => {
    const grace = { kind: 'user', id: 'grace' };
    const { text } = await visit(pages({ ownersOf: () => [grace, ada] }), '/user/keys');
    expect(text.match(/<a href="[^"]*user\/keys"/g)).toHaveLength(1);
  });

  it('has the titles of the texts instead, such as translated ones', async () => {
    const texts = { ...de, titles: { service: 'Dienstkonten' }, ownerKinds: { service: 'Dienstkonto' } };
    const subject = withServices({ texts });
    expect(headings((await visit(subject, at)).text)).toEqual(['Profil', 'Dienstkonten']);
    const { id } = await subject.keys.offer({ owner: deployBot, actor: ada, name: 'Production' });
    expect((await visit(subject, `/offers/${id}`)).text).toContain('<dd>Deploy Bot (Dienstkonto)</dd>');
  });

  it('shows a title as text, and takes one for any kind', async () => {
    const titled = { ...ownerPaths, service: { ...service, title: 'R&D <b>' } };
    const texts = { ...en, titles: { team: 'Groups' } };
    const ownersOf = () => [{ kind: 'team', id: 'platform' }, deployBot];
    const { text } = await visit(withServices({ ownerPaths: titled, texts, ownersOf }), at);
    expect(headings(text)).toEqual(['Groups', 'R&amp;D &lt;b&gt;']);
  });
});

describe('pages of owners that are not the person', () => {
  const only = { ownerPaths: { service } };

  it('start with the first owner that the person may name', async () => {
    const { status, headers } = await visit(withServices(only), '/?keys');
    expect([status, headers.get('Location')]).toEqual([303, './services/deploy%2Fbot/keys']);
  });

  it('start with a sign-in, and say so if there is no such owner', async () => {
    const signedOut = await visit(withServices(only), '/?keys', { as: null });
    expect(signedOut.headers.get('Location')).toBe('/sign-in');
    expect((await visit(withServices({ ...only, ownersOf: () => [ada] }), '/?keys')).status).toBe(404);
  });

  it('link back to their start from an error', async () => {
    const { text } = await visit(withServices(only), '/services/billing/keys');
    expect(text).toContain('href="../../">Settings</a></p>');
    expect((await visit(withServices(only), '/user/keys')).status).toBe(404);
  });

  it('say whose keys they are if people have an ID in their path', async () => {
    const people = { user: { path: '/people/{id}', title: 'People' } };
    const { text } = await visit(pages({ ownerPaths: people }), '/people/ada/keys');
    expect(text).toMatch(/<h1[^>]*>ada keys<\/h1>/);
  });

  it('lead from an offer for a kind without a path back to the start', async () => {
    const subject = withServices({ ownerPaths: defaultOwnerPaths });
    const { id } = await subject.keys.offer({ owner: deployBot, actor: ada, name: 'Production' });
    const { text } = await visit(subject, `/offers/${id}/claim`, { form: [] });
    expect(text).toContain('Acts as Deploy Bot (service)');
    expect(text).toContain('href="../../" data-close data-saved>');
  });
});

it('pages are not created for paths that collide', () => {
  expect(() =>
    withServices({ ownerPaths: { ...ownerPaths, service: { ...service, path: '/teams/{id}' } } }),
  ).toThrow(expect.objectContaining({ code: 'ERR_INVALID_CONFIG' }));
});
