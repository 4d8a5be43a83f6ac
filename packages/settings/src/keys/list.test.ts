import { displayForm, eachOwner, type KeyPolicy, type Owner } from '@postern/core';
import { settableClock } from '@postern/core/testing';
import { describe, expect, it, vi } from 'vitest';
import { pages, visit } from '../../test-support/pages.js';
import { de, en } from '../index.js';

const ada = { kind: 'user', id: 'ada' } as const;
const platform = { kind: 'team', id: 'platform' } as const;
const dayMs = 24 * 3_600_000;

type Subject = ReturnType<typeof pages>;

interface Given {
  readonly name?: string;
  readonly owner?: Owner;
  readonly scopes?: readonly string[] | null;
  readonly inDays?: number;
}

function issue({ keys }: Subject, { name = 'CI', owner = ada, scopes = null, inDays }: Given = {}) {
  const expiresAt = inDays === undefined ? undefined : new Date(Date.now() + inDays * dayMs);
  return keys.issue({ owner, actor: ada, name, scopes, expiresAt });
}

/** A list as people read it. */
async function list(subject: Subject, path = '/user/keys', sent: Parameters<typeof visit>[2] = {}) {
  const { status, headers, text } = await visit(subject, path, sent);
  const main = text.slice(text.indexOf('<main'));
  const links = [...main.matchAll(/<a [^>]*?href="([^"]*)"[^>]*>(.*?)<\/a>/gs)].map(([, href, label]) => ({
    text: textOf(label),
    to: pathOf(href, path),
  }));
  return {
    status,
    headers,
    text,
    main,
    rows: [...main.matchAll(/<tr role="row" data-state.*?<\/tr>/gs)].map(([row]) => rowOf(row, path)),
    linkTo: (label: string) => links.find((link) => link.text === label)?.to,
    /** The text below the list, or in its place. */
    foot: textOf(/<div class="(?:foot|empty)">(.*?)<\/div>/s.exec(main)?.[1]),
    filters: textOf(/<nav class="tabs".*?<\/nav>/s.exec(main)?.[0]),
  };
}

function rowOf(row: string, path: string) {
  const cell = (label: string) =>
    textOf(new RegExp(`data-label="${label}"[^>]*>(.*?)</td>`, 's').exec(row)?.[1]);
  const menu = /<details.*?<\/details>/s.exec(row)?.[0] ?? '';
  return {
    name: textOf(/<th [^>]*>(.*?)<\/th>/s.exec(row)?.[1]),
    state: cell('State'),
    scopes: cell('Scopes'),
    lastUsed: cell('Last used'),
    expires: cell('(?:Expires|Ended)'),
    menu: /aria-label="([^"]*)"/.exec(menu)?.[1],
    actions: [...menu.matchAll(/href="([^"]*)"[^>]*>(.*?)<\/a>/g)].map(
      ([, href, label]) => `${textOf(label)}: ${pathOf(href, path)}`,
    ),
  };
}

function textOf(markup = ''): string {
  return markup
    .replaceAll(/<\/(?:h2|p|div)>/g, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function pathOf(href = '', from: string): string {
  const { pathname, search, hash } = new URL(href.replaceAll('&amp;', '&'), `http://localhost${from}`);
  return pathname + search + hash;
}

describe('a row', () => {
  it('has the name, how the key begins, and a menu with that name', async () => {
    const subject = pages();
    const { key } = await issue(subject);
    const { rows, linkTo } = await list(subject);
    expect(rows).toMatchObject([{ name: `CI ${displayForm(key)}`, menu: 'Actions for CI' }]);
    expect(linkTo('CI')).toBe(`/user/keys/${key.id}`);
  });

  it.each([
    ['everything, for a person', ada, null, 'Everything you can do'],
    ['everything, for a team', platform, null, 'agents:read (See agents.) agents:write'],
    ['nothing', ada, [], 'Nothing'],
    ['some', ada, ['agents:read'], 'agents:read (See agents.)'],
  ])('says what the key may do: %s', async (_what, owner, scopes, text) => {
    const describeScope = (scope: string) => (scope === 'agents:read' ? 'See agents.' : undefined);
    const subject = pages({ describeScope });
    await issue(subject, { owner, scopes });
    const { rows } = await list(subject, owner === ada ? '/user/keys' : '/teams/platform/keys');
    expect(rows).toMatchObject([{ scopes: text }]);
  });

  it('says when the key was last used, even before that is written, and when it expires', async () => {
    const subject = pages();
    const { key, token } = await issue(subject, { inDays: 6.5 });
    const format = new Intl.DateTimeFormat('en', {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: 'UTC',
    });
    const exact = `${format.format(key.expiresAt ?? 0)} UTC`;
    const before = await list(subject);
    expect(before.rows).toMatchObject([{ lastUsed: 'Never used', expires: `in 6 days (${exact})` }]);
    expect(before.text).toContain(`title="${exact}"`);
    await subject.keys.verify(token);
    expect((await list(subject)).rows[0]?.lastUsed).toMatch(/^just now \(.* UTC\)$/);
  });

  it('says if the key never expires', async () => {
    const subject = pages();
    await issue(subject);
    expect((await list(subject)).rows).toMatchObject([{ lastUsed: 'Never used', expires: 'Never expires' }]);
  });

  it('says when a key that has ended did, not when it would have expired', async () => {
    const clock = settableClock(new Date(Date.now() - 50 * dayMs));
    const subject = pages({}, {}, {}, { clock });
    await issue(subject, { name: 'expired', inDays: -40 });
    const deleted = await issue(subject, { name: 'deleted', inDays: 100 });
    const replaced = await issue(subject, { name: 'replaced', inDays: 100 });
    clock.set(new Date(Date.now() - 3 * dayMs));
    await subject.keys.revoke(deleted.key.id, { actor: ada });
    const { key: successor } = await subject.keys.rotate(replaced.key.id, { actor: ada });
    const { rows } = await list(subject, '/user/keys?state=all');
    const ends = rows.filter(({ name }) => !name.endsWith(displayForm(successor)));
    expect(ends.map(({ expires }) => expires.replace(/ \(.*/, '')).sort()).toEqual([
      'Deleted 3 days ago',
      'Expired 40 days ago',
      'Replaced 3 days ago',
    ]);
  });

  it('says who created the key of a team', async () => {
    const subject = pages({ nameOf: ({ id }) => ({ ada: 'Ada' })[id] ?? id });
    const { key } = await issue(subject, { owner: platform });
    const { rows } = await list(subject, '/teams/platform/keys');
    expect(rows).toMatchObject([{ name: `CI ${displayForm(key)} by Ada` }]);
  });

  it('says who created a key of one’s own only if it was someone else, such as a key', async () => {
    const subject = pages({}, {}, {}, { policy: { decide: () => ({ ok: true }) } });
    const { key } = await issue(subject, { scopes: ['agents:read'] });
    const actor = { kind: 'key', id: key.id, owner: ada, permissions: ['agents:read'] } as const;
    const rotated = await subject.keys.rotate(key.id, { actor });
    const { rows } = await list(subject, '/user/keys?state=all');
    expect(rows.map(({ name }) => name).sort()).toEqual(
      [
        `CI (old) ${displayForm(key)}`,
        `CI ${displayForm(rotated.key)} by API key ${key.id.slice(0, 8)}…`,
      ].sort(),
    );
  });

  it('has at most three scopes in the open, and the others behind a click', async () => {
    const permissions = ['a:1', 'a:2', 'a:3', 'a:4', 'a:5'];
    const owners = eachOwner(() => ({ active: true, permissions }));
    const subject = pages({}, {}, {}, { owners, permissions });
    await issue(subject, { scopes: permissions });
    const { rows, text } = await list(subject);
    expect(rows).toMatchObject([{ scopes: 'a:1 a:2 a:3 2 more a:4 a:5' }]);
    expect(text).toContain('<details class="more"><summary class="muted">2 more</summary>');
  });
});

describe('the state of a key is a word, and its menu has what the state allows', () => {
  const actions = (row: { actions: readonly string[] } | undefined) =>
    row?.actions.map((action) => action.slice(0, action.indexOf(':')));

  async function rowAfter(step: (subject: Subject, id: string, token: string) => unknown, inDays = 100) {
    const clock = settableClock(new Date(Date.now() - 50 * dayMs));
    const subject = pages({ nameOf: ({ id }) => (id === 'grace' ? 'Grace' : id) }, {}, {}, { clock, policy });
    const { key, token } = await issue(subject, { inDays });
    clock.set(new Date(Date.now() - 1_000));
    await step(subject, key.id, token);
    const { rows } = await list(subject, '/user/keys?state=all');
    return rows.find(({ name }) => name.endsWith(displayForm(key)));
  }

  const policy: KeyPolicy = { decide: () => ({ ok: true }) };
  const grace = { kind: 'user', id: 'grace' } as const;
  const day = { actor: ada, graceMs: dayMs };

  it.each([
    ['Live', () => undefined, 100, ['Rename', 'Rotate', 'Disable', 'History', 'Delete']],
    ['Expires soon', () => undefined, 14, ['Rename', 'Rotate', 'Disable', 'History', 'Delete']],
    ['Expired', () => undefined, -1, ['Rename', 'History', 'Delete']],
    [
      'Rotated, not used since',
      ({ keys }, id) => keys.rotate(id, day),
      100,
      ['Rename', 'Disable', 'History', 'Delete'],
    ],
    [
      'Disabled by you',
      ({ keys }, id) => keys.disable(id, { actor: ada, reason: 'test' }),
      100,
      ['Rename', 'Enable', 'History', 'Delete'],
    ],
    [
      'Disabled by Grace',
      ({ keys }, id) => keys.disable(id, { actor: grace, reason: 'test' }),
      100,
      ['Rename', 'Enable', 'History', 'Delete'],
    ],
    [
      'Disabled by System (cleanup)',
      ({ keys }, id) => keys.disable(id, { actor: { kind: 'system', id: 'cleanup' }, reason: 'test' }),
      100,
      ['Rename', 'Enable', 'History', 'Delete'],
    ],
    ['Deleted', ({ keys }, id) => keys.revoke(id, { actor: ada }), 100, ['History']],
  ] satisfies [string, Parameters<typeof rowAfter>[0], number, string[]][])(
    '%s',
    async (state, step, inDays, possible) => {
      const row = await rowAfter(step, inDays);
      expect(row?.state).toBe(state);
      expect(actions(row)).toEqual(possible);
    },
  );

  it('Rotated, still used', async () => {
    const clock = settableClock(new Date());
    const subject = pages({}, {}, {}, { clock });
    const { key, token } = await issue(subject);
    await subject.keys.verify(token);
    await subject.keys.rotate(key.id, day);
    const old = async () =>
      (await list(subject)).rows.find(({ name }) => name.endsWith(displayForm(key)))?.state;
    expect(await old()).toBe('Rotated, not used since');
    clock.advance(1_000);
    await subject.keys.verify(token);
    expect(await old()).toBe('Rotated, still used');
  });

  it('Disabled by a leak report', async () => {
    const subject = pages({}, {}, {}, { leaks: { user: { response: 'disable' } } });
    const { token } = await issue(subject);
    await subject.keys.reportLeak(token, { source: 'GitHub' });
    expect((await list(subject, '/user/keys?state=disabled')).rows).toMatchObject([
      { state: 'Disabled by a leak report' },
    ]);
  });

  it('each action leads to the page of that action', async () => {
    const subject = pages();
    const { key } = await issue(subject, { owner: platform });
    const { rows } = await list(subject, '/teams/platform/keys');
    const page = `/teams/platform/keys/${key.id}`;
    expect(rows[0]?.actions).toEqual([
      `Rename: ${page}/rename`,
      `Rotate: ${page}/rotate`,
      `Disable: ${page}/disable`,
      `History: ${page}#history`,
      `Delete: ${page}/delete`,
    ]);
  });
});

describe('the filters', () => {
  async function withKeys() {
    const subject = pages();
    await issue(subject, { name: 'forever' });
    await issue(subject, { name: 'soon', inDays: 10 });
    const { key } = await issue(subject, { name: 'off' });
    await subject.keys.disable(key.id, { actor: ada, reason: 'test' });
    await subject.keys.revoke((await issue(subject, { name: 'gone' })).key.id, { actor: ada });
    return subject;
  }

  it.each([
    ['', 'Live', ['forever', 'soon'], '2 of 4 keys'],
    ['?state=live', 'Live', ['forever', 'soon'], '2 of 4 keys'],
    ['?state=expiring', 'Expiring', ['soon'], '1 of 4 keys'],
    ['?state=disabled', 'Disabled', ['off'], '1 of 4 keys'],
    ['?state=all', 'All', ['forever', 'gone', 'off', 'soon'], '4 keys'],
    // As good as none.
    ['?state=<b>', 'Live', ['forever', 'soon'], '2 of 4 keys'],
    ['?state=__proto__', 'Live', ['forever', 'soon'], '2 of 4 keys'],
    ['?state=all&state=live', 'All', ['forever', 'gone', 'off', 'soon'], '4 keys'],
  ])('%s shows %s', async (query, filter, names, foot) => {
    const page = await list(await withKeys(), `/user/keys${query}`);
    expect(page.rows.map(({ name }) => name.split(' ')[0]).sort()).toEqual(names);
    expect(page.filters).toBe('Live 2 Expiring 1 Disabled 1 All 4');
    expect(page.main.match(/aria-current="page">(\w+)/g)).toEqual([`aria-current="page">${filter}`]);
    expect(page.foot).toBe(foot);
    expect(page.text).not.toContain('<b>');
  });

  it('are links, which keep the search', async () => {
    const { linkTo } = await list(await withKeys(), '/user/keys?q=o&state=all');
    // Without numbers, which would not be of what was found.
    const to = ['Live', 'Expiring', 'Disabled', 'All'].map(linkTo);
    expect(to).toEqual([
      '/user/keys?q=o',
      '/user/keys?state=expiring&q=o',
      '/user/keys?state=disabled&q=o',
      '/user/keys?state=all&q=o',
    ]);
  });

  it.each([
    ['?state=live', 'No live keys Show all keys'],
    ['?state=expiring', 'No key expires in the next 14 days Show all keys'],
    ['?state=disabled', 'No disabled keys Show all keys'],
  ])('say if they show none: %s', async (query, foot) => {
    const subject = pages();
    await subject.keys.revoke((await issue(subject)).key.id, { actor: ada });
    const page = await list(subject, `/user/keys${query}`);
    expect(page.foot).toBe(foot);
    expect(page.linkTo('Show all keys')).toBe('/user/keys?state=all');
  });
});

describe('the search', () => {
  it('shows what it finds, and keeps the filter and the text in its field', async () => {
    const subject = pages();
    await issue(subject, { name: 'CI Pipeline' });
    await issue(subject, { name: 'Laptop' });
    const page = await list(subject, '/user/keys?state=all&q=pipe');
    expect(page.rows.map(({ name }) => name.slice(0, 11))).toEqual(['CI Pipeline']);
    expect(page.text).toContain('name="q" value="pipe"');
    expect(page.text).toContain('<input type="hidden" name="state" value="all">');
    expect(page.foot).toBe('1 key found · Clear search');
    expect(page.linkTo('Clear search')).toBe('/user/keys?state=all');
  });

  it('says if it finds nothing, and how to go on', async () => {
    const subject = pages();
    await issue(subject);
    const { foot, linkTo } = await list(subject, '/user/keys?q=zzz');
    expect(foot).toBe('No live key matches your search Search all keys Clear search');
    expect(linkTo('Clear search')).toBe('/user/keys');
    expect(linkTo('Search all keys')).toBe('/user/keys?state=all&q=zzz');
    const all = await list(subject, '/user/keys?state=all&q=zzz');
    expect(all.foot).toBe('No key matches your search Clear search');
  });

  it.each(['"><script>alert(1)</script>', "' onfocus='x", '\u202Egpj.exe', '</input>&lt;'])(
    'M06 shows the text %j only in its field, as text',
    async (text) => {
      const subject = pages();
      await issue(subject);
      const page = await list(subject, `/user/keys?q=${encodeURIComponent(text)}`);
      const escaped = text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;');
      expect(page.text).toContain(`name="q" value="${escaped}"`);
      expect(textOf(page.main)).not.toContain(text);
      expect(page.text).not.toContain('<script>');
    },
  );

  it('P09 looks up nothing if the text holds a token, and leaves it out of the page and the address', async () => {
    const subject = pages();
    const { token } = await issue(subject);
    const reads = vi.spyOn(subject.keys, 'list');
    for (const text of [token, ` ${token}`, `Bearer ${token}`, token.slice(21)]) {
      const {
        status,
        headers,
        text: body,
      } = await visit(subject, `/user/keys?state=all&q=${encodeURIComponent(text)}`);
      expect([status, headers.get('Location')]).toEqual([303, '../user/keys?state=all&refused=']);
      expect(body).not.toContain(token.slice(21, 40));
    }
    expect(reads).not.toHaveBeenCalled();
    const { main, rows } = await list(subject, '/user/keys?state=all&refused=');
    expect(textOf(main)).toContain('That looks like a whole key, so nothing was searched.');
    expect(rows).toHaveLength(1);
  });

  it('P09 has a field that a browser does not send with a whole key in it, even without the script', async () => {
    const subject = pages();
    const { token, key } = await issue(subject);
    const { text } = await list(subject);
    const pattern = new RegExp(`^(?:${/ pattern="([^"]*)"/.exec(text)?.[1]})$`, 'v');
    for (const refused of [token, ` ${token} `, token.slice(21)]) expect(refused).not.toMatch(pattern);
    for (const sent of ['', 'CI Pipeline', key.id, displayForm(key)]) expect(sent).toMatch(pattern);
  });
});

describe('the pages of a long list', () => {
  it('lead to older keys and back to the newest, with each key once', async () => {
    const subject = pages();
    for (let index = 0; index < 120; index += 1) await issue(subject, { name: `key-${index}-` });
    const names = new Set<string>();
    let path: string | undefined = '/user/keys?state=all';
    const feet: string[] = [];
    while (path !== undefined) {
      const page = await list(subject, path);
      for (const { name } of page.rows) names.add(name.split(' ')[0] ?? '');
      feet.push(page.foot);
      expect(page.linkTo('Newest keys')).toBe(feet.length === 1 ? undefined : '/user/keys?state=all');
      path = page.linkTo('Older keys');
    }
    expect(names.size).toBe(120);
    expect(feet).toEqual([
      '50 keys on this page Older keys',
      '50 keys on this page Newest keys Older keys',
      '20 keys on this page Newest keys',
    ]);
  });

  it('have no counts if there are more than 100', async () => {
    const subject = pages();
    for (let index = 0; index < 101; index += 1) await issue(subject);
    expect((await list(subject)).filters).toBe('Live Expiring Disabled All');
  });

  it('stay where they are while keys are added', async () => {
    const subject = pages();
    for (let index = 0; index < 60; index += 1) await issue(subject, { name: `key-${index}-` });
    const older = (await list(subject)).linkTo('Older keys') ?? '';
    const before = (await list(subject, older)).rows;
    await issue(subject, { name: 'new' });
    expect((await list(subject, older)).rows).toEqual(before);
  });

  it('of a search go on with older keys, even if none was found yet', async () => {
    const subject = pages();
    await issue(subject, { name: 'oldest' });
    // Keys of one millisecond are in the order of their IDs.
    await new Promise((resolve) => setTimeout(resolve, 2));
    for (let index = 0; index < 1_000; index += 1) await issue(subject, { name: 'other' });
    const first = await list(subject, '/user/keys?q=oldest');
    expect(first.foot).toBe('No match among the newest keys Search older keys');
    const second = await list(subject, first.linkTo('Search older keys'));
    expect(second.rows.map(({ name }) => name.slice(0, 6))).toEqual(['oldest']);
    expect(second.foot).toBe('1 key on this page · Clear search Newest keys');
  });

  it.each([
    'x',
    '-1.aaaaaaaaaaaaaaaa',
    `${'9'.repeat(20)}.aaaaaaaaaaaaaaaa`,
    'expiry.1.aaaaaaaaaaaaaaaa',
    '',
    '<b>',
  ])('are refused if the cursor is %j, which is not shown', async (cursor) => {
    const subject = pages();
    await issue(subject);
    const page = await list(subject, `/user/keys?cursor=${encodeURIComponent(cursor)}`);
    expect(page.status).toBe(422);
    expect(page.text).toContain(en.errors.ERR_INVALID_CURSOR);
    expect(page.text).not.toContain('<b>');
  });
});

describe('if there are no keys', () => {
  it('the list says what keys are for, and has nothing to search or filter', async () => {
    const { foot, main, linkTo } = await list(pages());
    expect(foot).toBe(`Create your first key ${en.firstKeyHint} Add Key`);
    expect(linkTo('Add Key')).toBe('/user/keys/new');
    expect(main).not.toContain('role="search"');
    expect(main).not.toContain('class="tabs"');
    expect((await list(pages(), '/teams/platform/keys')).foot).toMatch(/^Create the first key /);
  });

  it('and none can be created, it says why instead', async () => {
    const { foot, linkTo } = await list(pages({ createDisabledReason: () => 'Not in this plan.' }));
    expect(foot).toBe('No keys yet Not in this plan.');
    expect(linkTo('Add Key')).toBeUndefined();
  });
});

it('if no more keys can be created, the list says why above the keys', async () => {
  const subject = pages({ createDisabledReason: () => 'Not in this plan.' });
  await issue(subject);
  const { main, linkTo, rows } = await list(subject);
  expect(main).toContain('<p class="notice">Not in this plan.</p>');
  expect(linkTo('Add Key')).toBeUndefined();
  expect(rows).toHaveLength(1);
});

it('M06 names and scopes are shown as text', async () => {
  const subject = pages({ describeScope: () => '"><b>', nameOf: () => '<i>Ada' });
  await issue(subject, { owner: platform, name: '<img src=x onerror=alert(1)>', scopes: ['agents:read'] });
  const { text } = await list(subject, '/teams/platform/keys');
  expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
  for (const markup of ['<img', '<b>', '<i>Ada']) expect(text).not.toContain(markup);
});

it('a page reads a bounded number of records, however many keys there are', async () => {
  const subject = pages();
  for (let index = 0; index < 1_200; index += 1) await issue(subject);
  const reads = vi.spyOn(subject.keys, 'list');
  await list(subject, '/user/keys?state=expiring&q=nothing');
  const limits = reads.mock.calls.map(([{ limit = 50 }]) => limit);
  expect(limits.reduce((sum, limit) => sum + limit, 0)).toBe(1_100);
  expect(limits).toHaveLength(21);
});

it('every sentence is in the language of the page', async () => {
  const subject = pages({ texts: () => de });
  const empty = await list(subject);
  expect(empty.foot).toContain('Erstellen Sie Ihren ersten Schlüssel');
  await issue(subject);
  const page = await list(subject);
  expect(page.filters).toBe('Gültig 1 Läuft bald ab 0 Gesperrt 0 Alle 1');
  expect(page.rows[0]?.actions).toHaveLength(5);
  expect(page.text).toContain('aria-label="Aktionen für CI"');
  expect(page.text).toContain('Alles, was Sie dürfen');
});
