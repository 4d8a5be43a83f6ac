import { expect, it } from 'vitest';
import { pages, visit } from '../test-support/pages.js';
import { de, en } from './index.js';

const ada = { kind: 'user', id: 'ada' } as const;

/** Every address that takes a form. A colon stands for a key or an offer of ada's. */
const forms = [
  '/user/keys',
  '/user/keys/:key/rename',
  '/user/keys/:key/rotate',
  '/user/keys/:key/disable',
  '/user/keys/:key/enable',
  '/user/keys/:key/delete',
  '/offers/:offer/claim',
  '/offers/:offer/withdraw',
  '/admin/disable-unused',
];

/** What each form sends, if it sends anything. */
const form = [
  ['name', 'Other'],
  ['grace', '0'],
  ['days', '90'],
] as const;

async function prepared(given: Parameters<typeof pages>[0] = {}, config: Parameters<typeof pages>[3] = {}) {
  const subject = pages({ isAdmin: () => true, ...given }, {}, {}, config);
  const { key } = await subject.keys.issue({ owner: ada, actor: ada, name: 'Nightly' });
  const offer = await subject.keys.offer({ owner: ada, actor: ada, name: 'Offered' });
  return {
    subject,
    pathOf: (path: string) => path.replace(':key', key.id).replace(':offer', offer.id),
    /** All that a form could change. */
    state: async () => [
      await subject.keys.list({ owner: ada, actor: ada, state: 'all' }),
      await subject.keys.getOffer(offer.id, { actor: ada }),
    ],
  };
}

it.each(forms)('M05 POST %s is refused if another site sends it, and changes nothing', async (path) => {
  const { subject, pathOf, state } = await prepared();
  const before = await state();
  for (const headers of [
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'none', Origin: 'https://elsewhere.example' },
  ]) {
    const { status, text } = await visit(subject, pathOf(path), { form, headers });
    expect(status).toBe(403);
    expect(text).toContain(en.crossSite);
  }
  expect(await state()).toEqual(before);
});

it.each(forms)(
  'POST %s says that nothing was changed if the session has ended, and how to go on',
  async (path) => {
    for (const texts of [en, de]) {
      const { subject, pathOf, state } = await prepared({ texts });
      const before = await state();
      const { status, text, headers } = await visit(subject, pathOf(path), { as: null, form });
      expect([status, headers.get('Location'), headers.get('Cache-Control')]).toEqual([
        401,
        null,
        'no-store',
      ]);
      expect(text).toContain(texts.signedOut);
      expect(text).toContain('href="/sign-in"');
      expect(await state()).toEqual(before);
    }
  },
);

/** The forms on a page: where each leads, and what it is. */
function formsOn(text: string): readonly { readonly action: string; readonly form: string }[] {
  return [...text.matchAll(/<form method="post" action="([^"]*)"[\s\S]*?<\/form>/g)].map(
    ([form, action = '']) => ({ action, form }),
  );
}

const personIn = (text: string) => /name="person" value="([^"]+)"/.exec(text)?.[1] ?? '';

it('each form says who it was made for', async () => {
  const { subject, pathOf } = await prepared({}, { policy: { decide: () => ({ ok: true }) } });
  const [key, offer] = [pathOf('/user/keys/:key'), pathOf('/offers/:offer')];
  const disabled = await subject.keys.issue({ owner: ada, actor: ada, name: 'Off' });
  await subject.keys.disable(disabled.key.id, { actor: ada, reason: 'lost' });
  const pages = [
    '/user/keys/new',
    ...['rename', 'rotate', 'disable', 'delete'].map((change) => `${key}/${change}`),
    `/user/keys/${disabled.key.id}/enable`,
    offer,
    '/admin/disable-unused',
  ];
  const found: string[] = [];
  for (const path of pages) {
    const { status, text } = await visit(subject, path);
    expect([path, status]).toEqual([path, 200]);
    const shown = formsOn(text);
    expect([path, shown.length]).not.toEqual([path, 0]);
    for (const { action, form } of shown) {
      found.push(new URL(action, `http://localhost${path}`).pathname);
      expect([path, personIn(form)]).toEqual([path, expect.stringMatching(/^[\w-]{16}$/)]);
    }
  }
  expect(found.map((path) => path.replace(disabled.key.id, ':key')).sort()).toEqual(
    forms.map((path) => (path.endsWith('enable') ? path : pathOf(path))).sort(),
  );
});

it.each(forms)(
  'M05 POST %s changes nothing if it was made for someone else, and says who is signed in now',
  async (path) => {
    for (const texts of [en, de]) {
      const { subject, pathOf, state } = await prepared({ texts });
      const person = personIn((await visit(subject, '/user/keys/new', { as: 'grace' })).text);
      const before = await state();
      const sent = { form: [...form, ['person', person] as const] };
      const { status, text } = await visit(subject, pathOf(path), sent);
      expect(status).toBe(409);
      expect(text).toContain(texts.otherPersonTitle('ada'));
      expect(text).toContain(texts.otherPerson);
      expect(text).not.toMatch(/Nightly|Offered/);
      expect(await state()).toEqual(before);
    }
  },
);

it.each(forms.slice(1, -1))(
  'POST %s gets the page of a path that does not exist from anyone else',
  async (path) => {
    const { subject, pathOf, state } = await prepared();
    const before = await state();
    const { status, text } = await visit(subject, pathOf(path), { as: 'grace', form });
    expect(status).toBe(404);
    expect(text).not.toMatch(/Nightly|Offered/);
    expect(await state()).toEqual(before);
  },
);

// The forms of an offer have no fields that they need.
it.each(forms.filter((path) => !path.includes('offers')))(
  'POST %s answers what is not a form with a page, never with JSON or a fault',
  async (path) => {
    const { subject, pathOf, state } = await prepared();
    const before = await state();
    for (const [type, body] of [
      ['application/json', '{}'],
      ['application/x-www-form-urlencoded', 'name=caf%FF'],
      ['application/x-www-form-urlencoded', `name=${'x'.repeat(70_000)}`],
    ] as const) {
      const request = new Request(`http://localhost${pathOf(path)}`, {
        method: 'POST',
        body,
        headers: { 'Content-Type': type, 'X-Person': 'ada' },
      });
      const response = await subject.handler(request);
      expect([path, type, response.headers.get('Content-Type')]).toEqual([
        path,
        type,
        'text/html; charset=UTF-8',
      ]);
      expect(response.status).toBeLessThan(500);
    }
    expect(subject.events).not.toContainEqual(expect.objectContaining({ type: 'fault' }));
    expect(await state()).toEqual(before);
  },
);
