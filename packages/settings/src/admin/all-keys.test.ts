import { describe, expect, it } from 'vitest';
import { ada, dayMs, root, withAdmins } from '../../test-support/admins.js';
import { visit } from '../../test-support/pages.js';
import { de } from '../index.js';

const asRoot = { as: 'root' };

/** The names in the rows of the list, from top to bottom. */
function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/class="name"[^>]*>(.*?)</g)].map(([, name = '']) => name);
}

/** The number on a card. */
function numberOn(text: string, label: string): string | undefined {
  return new RegExp(`<b>([^<]*)</b> <span class="muted">${label}<`).exec(text)?.[1];
}

describe('the page of all keys', () => {
  it('lists the keys of all owners, newest first, with owner and creator by name, and no secret', async () => {
    const subject = withAdmins({ nameOf: ({ id }) => id.toUpperCase() });
    const { token } = await subject.keys.issue({ owner: ada, actor: ada, name: '<i>Laptop</i>' });
    await subject.issue('team platform by ada');
    const { status, text, headers } = await visit(subject, '/admin/keys', asRoot);
    expect([status, headers.get('Cache-Control')]).toEqual([200, 'no-store']);
    expect(namesIn(text)).toEqual(['team platform by ada', '&lt;i&gt;Laptop&lt;/i&gt;']);
    for (const said of ['Team PLATFORM', 'created by ADA', token.slice(0, 13)]) expect(text).toContain(said);
    expect(text).not.toContain(token.slice(21, 40));
  });

  it('has links to the pages of keys whose owner the admin may name, and no others', async () => {
    const subject = withAdmins();
    const { id: personal } = await subject.issue('user ada');
    const { id: shared } = await subject.issue('team platform by ada');
    const { text } = await visit(subject, '/admin/keys', asRoot);
    expect(text).toContain(`href="../teams/platform/keys/${shared}"`);
    expect(text).not.toContain(personal);
  });

  it.each([
    ['kind=team', ['team platform by ada']],
    ['createdBy=ada', ['team platform by ada', 'user ada']],
    ['neverExpires=true', ['team platform by ada', 'user bob']],
    ['expiresBefore=14d', ['user ada']],
    ['unusedSince=90d', ['user bob']],
    ['beyondLifetime=true', ['user bob']],
    ['state=disabled', ['user eve']],
    ['state=all', ['user eve', 'team platform by ada', 'user ada', 'user bob']],
    ['kind=team&createdBy=eve', []],
  ])('filters by %s', async (query, names) => {
    const subject = withAdmins({}, { maxMs: 50 * dayMs });
    await subject.issue('user bob', 100, null);
    await subject.issue('user ada', 2, new Date(Date.now() + 10 * dayMs));
    await subject.issue('team platform by ada', 1, null);
    const { id } = await subject.issue('user eve');
    await subject.keys.disable(id, { actor: { kind: 'user', id: 'eve' }, reason: 'lost' });
    const { status, text } = await visit(subject, `/admin/keys?${query}`, asRoot);
    expect([status, namesIn(text)]).toEqual([200, names]);
    if (names.length === 0) expect(text).toContain('No keys match');
  });

  it('has a chip for each filter that is set, which leads to the list without it', async () => {
    const { text } = await visit(withAdmins(), '/admin/keys?kind=team&unusedSince=2026-09-01', asRoot);
    expect(text).toContain(
      '<a class="chip" href="../admin/keys?unusedSince=2026-09-01" aria-label="Remove filter: Teams">',
    );
    expect(text).toContain(
      '<a class="chip" href="../admin/keys?kind=team" aria-label="Remove filter: Not used since Sep 1, 2026">',
    );
    expect(text).toContain('<option value="team" selected>');
    expect(text).toContain('name="unusedSince" type="date" value="2026-09-01"');
    const byDefault = (await visit(withAdmins(), '/admin/keys', asRoot)).text;
    expect(byDefault.match(/aria-label="Remove filter[^>]+/g)).toEqual(['aria-label="Remove filter: Live"']);
    expect(byDefault).toContain('href="../admin/keys?state=all"');
    expect(byDefault).not.toContain('Clear filters');
    const inAnyState = (await visit(withAdmins(), '/admin/keys?state=all', asRoot)).text;
    expect(inAnyState).not.toContain('Remove filter');
    expect(inAnyState).toContain('Clear filters');
  });

  it('has menus for the keys that the admin can open, without rotating, which shows a token', async () => {
    const subject = withAdmins();
    await subject.issue('user ada');
    const { id } = await subject.issue('team platform by ada');
    const { text } = await visit(subject, '/admin/keys', asRoot);
    const [menu = '', ...others] = text.match(/<details class="menu".*?<\/details>/g) ?? [];
    const at = `../teams/platform/keys/${id}`;
    expect(others).toEqual([]);
    expect([...menu.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      `${at}/rename`,
      `${at}/disable`,
      `${at}#history`,
      `${at}/delete`,
    ]);
    expect(text).toContain(`data-key="${id}"`);
  });

  it('leads from an owner who is a person to what would break without them', async () => {
    const subject = withAdmins({ nameOf: ({ id }) => id.toUpperCase() });
    await subject.issue('user a/da');
    await subject.issue('team platform by ada');
    const { text } = await visit(subject, '/admin/keys', asRoot);
    expect(text).toContain('<a href="../admin/people/a%2Fda">A/DA</a>');
    expect(text.match(/href="\.\.\/admin\/people\//g)).toHaveLength(1);
  });

  it('has a key that was replaced next to its successor, and says which is the old one', async () => {
    const subject = withAdmins();
    const { id } = await subject.issue('user ada');
    await subject.keys.rotate(id, { actor: ada, graceMs: dayMs });
    const { text } = await visit(subject, '/admin/keys', asRoot);
    expect(namesIn(text)).toEqual(['user ada', 'user ada']);
    expect(text.split('(old)')).toHaveLength(2);
  });

  it('warns of a key that never expires if its kind may not live forever', async () => {
    const warning = 'class="caution" title="Lives longer than allowed">Never expires';
    for (const [limits, isWarned] of [
      [{ maxMs: 50 * dayMs }, true],
      [{}, false],
    ] as const) {
      const subject = withAdmins({}, limits);
      await subject.issue('user ada', 100, null);
      const { text } = await visit(subject, '/admin/keys', asRoot);
      expect([text.includes('Never expires'), text.includes(warning)]).toEqual([true, isWarned]);
    }
  });

  it('says what is wrong with a filter, shows the form again, and no keys', async () => {
    const subject = withAdmins();
    await subject.issue('user ada');
    const { status, text } = await visit(subject, '/admin/keys?kind=user&unusedSince=soon', asRoot);
    expect([status, namesIn(text)]).toEqual([422, []]);
    expect(text).toMatch(
      /id="filter-unusedSince"[^>]* aria-invalid="true" aria-describedby="filter-error" autofocus><p class="error" id="filter-error" role="alert">Enter a valid date\.<\/p><\/div>/,
    );
    expect(text.match(/aria-invalid/g)).toHaveLength(1);
    expect(text).toContain('<option value="user" selected>');
  });

  it('offers the people who own or created its keys, by name, where an ID is asked for', async () => {
    const subject = withAdmins({ nameOf: ({ id }) => ({ ada: 'Ada', bob: '<Bob>' })[id] ?? id });
    for (const name of ['user bob', 'team platform by ada', 'user ada']) await subject.issue(name);
    const { text } = await visit(subject, '/admin/keys', asRoot);
    expect(text).toContain(
      '<datalist id="people"><option value="bob">&lt;Bob&gt;</option><option value="ada">Ada</option></datalist>',
    );
    expect(text.match(/ name="(?:createdBy|person)" list="people"/g)).toHaveLength(2);
  });

  it('P09 never repeats a token that someone pasted as the creator', async () => {
    const subject = withAdmins();
    const { token } = await subject.keys.issue({ owner: ada, actor: ada, name: 'Laptop' });
    for (const path of [`keys?createdBy=${token}`, `people?person=${token}`, `people/${token}`]) {
      const { status, text, headers } = await visit(subject, `/admin/${path}`, asRoot);
      expect([status, headers.get('Location')]).toEqual([422, null]);
      expect(text).toContain('That looks like a whole key.');
      expect(text).not.toContain(token.slice(5, 40));
    }
  });

  it('has pages, of which only the first has cards, and a way back', async () => {
    const subject = withAdmins();
    for (let index = 0; index < 51; index += 1) await subject.issue('user ada', 100 - index);
    const first = await visit(subject, '/admin/keys?kind=user', asRoot);
    const [, href = ''] = /href="\.\.([^"]+)">Older keys</.exec(first.text) ?? [];
    expect(first.text).toContain('50 live keys');
    const second = await visit(subject, href.replaceAll('&amp;', '&'), asRoot);
    expect(namesIn(second.text)).toEqual(['user ada']);
    expect(second.text).toContain('>Back to the first<');
    expect(second.text).not.toContain('Older keys');
    expect([first.text, second.text].map((text) => text.includes('never expire'))).toEqual([true, false]);
  });

  it('is in German, too', async () => {
    const subject = withAdmins({ texts: de });
    await subject.issue('user ada');
    const { text } = await visit(subject, '/admin/keys?neverExpires=true&unusedSince=1d', asRoot);
    for (const said of ['Alle Schlüssel', 'Seit einem Tag nicht benutzt', 'Läuft nie ab'])
      expect(text).toContain(said);
  });
});

describe('the cards', () => {
  it('count the keys that need attention, and each leads to them', async () => {
    const subject = withAdmins({}, { maxMs: 50 * dayMs });
    await subject.issue('user ada', 100, null);
    await subject.issue('user bob', 0, new Date(Date.now() + 10 * dayMs));
    const { text } = await visit(subject, '/admin/keys', asRoot);
    const labels = [
      'never expire',
      'expire within 14 days',
      'not used for 90 days',
      'live longer than allowed',
    ];
    expect(labels.map((label) => numberOn(text, label))).toEqual(['1', '1', '1', '1']);
    for (const [, query = ''] of text.matchAll(/<li><a href="\.\.\/admin\/keys\?([^"]+)">/g)) {
      const listed = await visit(subject, `/admin/keys?${query}`, asRoot);
      expect(namesIn(listed.text)).toHaveLength(1);
      expect(listed.text.match(/<li><a href="[^"]*" aria-current="true">/g)).toHaveLength(1);
    }
  });

  it('have no card for a maximum lifetime that does not exist', async () => {
    const { text } = await visit(withAdmins(), '/admin/keys', asRoot);
    expect(text).not.toContain('live longer than allowed</span>');
  });

  it('stop counting at 100, in one step for each card', async () => {
    const subject = withAdmins();
    for (let index = 0; index < 101; index += 1) await subject.issue('user ada', 100, null);
    const { text } = await visit(subject, '/admin/keys', asRoot);
    expect(numberOn(text, 'never expire')).toBe('100+');
    // Whether the admin may, the list, and three cards.
    expect(subject.listings).toHaveLength(5);
  });
});

describe('M04 who may see all keys', () => {
  const paths = [
    '/admin',
    '/admin/keys',
    '/admin/keys?kind=team',
    '/admin/keys/export?format=csv',
    '/admin/disable-unused',
    '/admin/people?person=ada',
    '/admin/people/ada',
    '/admin/people/ada/export?format=csv',
  ];

  it.each([
    ['someone who is not an admin', {}, 'ada'],
    ['an admin whom the policy does not allow it', { isAdmin: () => true }, 'ada'],
    ['someone whom the policy allows it, but who is not an admin', { isAdmin: () => false }, 'root'],
    ['anyone, if no one says who is an admin', { isAdmin: undefined }, 'root'],
  ])('M04 %s gets exactly the page of a path that does not exist', async (_who, options, as) => {
    const subject = withAdmins(options);
    await subject.issue('user bob', 100);
    const nothing = await visit(subject, '/nothing/here', { as });
    expect(nothing.status).toBe(404);
    for (const path of paths) {
      const { status, text, headers } = await visit(subject, path, { as });
      expect([path, status, [...headers]]).toEqual([path, 404, [...nothing.headers]]);
      expect(withoutRoot(text)).toBe(withoutRoot(nothing.text));
    }
    for (const path of ['/admin/keys', '/admin/disable-unused'])
      expect((await visit(subject, path, { as, form: [['days', '90']] })).status).toBe(404);
    expect((await subject.keys.listAll({ actor: root, state: 'disabled' })).keys).toEqual([]);
  });

  it('M04 an admin finds the page in the sidebar of every page, and no one else does', async () => {
    const { text } = await visit(withAdmins(), '/user/keys', asRoot);
    expect((await visit(withAdmins(), '/user/keys')).text).not.toContain('All keys');
    expect(text).toContain('<a href="../admin/keys">All keys</a>');
    expect((await visit(withAdmins(), '/admin/keys', asRoot)).text).toContain(
      '<a href="../admin/keys" aria-current="page">All keys</a>',
    );
  });

  it('M04 someone who is signed out is sent to sign in', async () => {
    const { status, headers } = await visit(withAdmins(), '/admin/keys', { as: null });
    expect([status, headers.get('Location')]).toEqual([303, '/sign-in']);
  });

  it('F02 an isAdmin that fails, or answers neither yes nor no, is a fault, and never an approval', async () => {
    const failing = () => {
      throw new Error('the directory is down');
    };
    for (const isAdmin of [failing, () => 'root' as unknown as boolean]) {
      const subject = withAdmins({ isAdmin });
      expect((await visit(subject, '/admin/keys', asRoot)).status).toBe(503);
      expect(subject.events).toContainEqual(expect.objectContaining({ type: 'fault' }));
    }
  });

  it('no owners may have the path of these pages', () => {
    expect(() => withAdmins({ ownerPaths: { team: { path: '/admin', title: 'Teams' } } })).toThrow(
      'it is taken',
    );
    expect(() => withAdmins({ isAdmin: true as never })).toThrow('isAdmin must be a function');
  });
});

/** How a page links to the style and the script depends on its own path only. */
function withoutRoot(text: string): string {
  return text.replaceAll(/(href|src)="(?:\.\/|(?:\.\.\/)+)/g, '$1="');
}
