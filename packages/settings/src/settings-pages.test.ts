import { describe, expect, it } from 'vitest';
import { pages, tokenIn, visit } from '../test-support/pages.js';
import { de } from './index.js';

const name = [['name', 'CI Pipeline']] as const;
const dayMs = 24 * 60 * 60 * 1_000;

async function created(subject: ReturnType<typeof pages>, path = '/user/keys') {
  const { status, text, headers } = await visit(subject, path, { form: name });
  expect(status).toBe(201);
  const token = tokenIn(text);
  return { token, id: token.slice(5, 21), text, headers };
}

describe('the keys of a person', () => {
  it('are created, shown once, listed and deleted with nothing but forms', async () => {
    const subject = pages();
    const { token, id, text, headers } = await created(subject);
    expect(text).toContain('Copy this key now. You won’t be able to see it again.');
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(await subject.keys.verify(token)).toMatchObject({ ok: true });

    const list = await visit(subject, '/user/keys');
    expect(list.text).toContain('CI Pipeline');
    expect(list.text).not.toContain(token.slice(21));
    expect((await visit(subject, `/user/keys/${id}/delete`)).text).toContain('Delete “CI Pipeline”?');

    const deleted = await visit(subject, `/user/keys/${id}/delete`, { form: [] });
    expect([deleted.status, deleted.headers.get('Location')]).toEqual([
      303,
      `../../../user/keys?done=deleted&key=${id}`,
    ]);
    expect(await subject.keys.verify(token)).toMatchObject({ ok: false });
    expect((await visit(subject, '/user/keys')).text).toContain('No live keys');
    expect((await visit(subject, '/user/keys?state=all')).text).toContain('>Deleted<');
  });

  it('have a confirmation that says when they were last used, before they are deleted', async () => {
    const subject = pages();
    const { token, id } = await created(subject);
    expect((await visit(subject, `/user/keys/${id}/delete`)).text).toContain('has never been used');
    await subject.keys.verify(token);
    expect((await visit(subject, `/user/keys/${id}/delete`)).text).toMatch(/was used .* UTC/);
  });

  it('are listed as used right after a use, even before it is written', async () => {
    const subject = pages();
    const { token } = await created(subject);
    const lastUsed = async () =>
      /data-label="Last used">(.*?)<\/td>/.exec((await visit(subject, '/user/keys')).text)?.[1];
    expect(await lastUsed()).toContain('Never used');
    await subject.keys.verify(token);
    expect(await lastUsed()).toContain('just now');
  });

  it('are listed as live while they work, including a rotated one, which is marked as such', async () => {
    const subject = pages();
    const { id } = await created(subject);
    await subject.keys.rotate(id, { actor: { kind: 'user', id: 'ada' }, graceMs: 60_000 });
    const { text } = await visit(subject, '/user/keys?state=live');
    expect(text.match(/<tr role="row" data-state="\w+"/g)).toHaveLength(2);
    expect(text).toMatch(/data-state="rotated"[\s\S]*<span class="badge">Rotated, not used since</);
  });

  it('have the expiry and the scopes that were chosen', async () => {
    const subject = pages();
    const form = [...name, ['expires', '2099-12-31'], ['scopes', 'agents:read']] as const;
    const { text } = await visit(subject, '/user/keys', { form });
    const key = await subject.keys.get(tokenIn(text).slice(5, 21), { actor: { kind: 'user', id: 'ada' } });
    expect(key.expiresAt?.toISOString()).toBe('2099-12-31T23:59:59.999Z');
    expect(key.scopes).toEqual(['agents:read']);
  });

  it("expire when the chosen day ends in the person's time zone, if the script sends that instant", async () => {
    const subject = pages();
    const form = [...name, ['expires', '2099-12-31'], ['day-ends', '2100-01-01T07:59:59.999Z']] as const;
    const { text } = await visit(subject, '/user/keys', { form });
    const key = await subject.keys.get(tokenIn(text).slice(5, 21), { actor: { kind: 'user', id: 'ada' } });
    expect(key.expiresAt?.toISOString()).toBe('2100-01-01T07:59:59.999Z');
  });

  it('have a form that says that days are in UTC, and allows no day that has ended', async () => {
    const before = new Date().toISOString().slice(0, 10);
    const { text } = await visit(pages(), '/user/keys/new');
    const [, first] = /type="date" min="([^"]+)"/.exec(text) ?? [];
    expect([before, new Date().toISOString().slice(0, 10)]).toContain(first);
    expect(text).toContain('>Days are in UTC.');
  });

  it('are refused beyond the maximum, with the last day that is possible', async () => {
    const limited = pages({}, { user: { maxMs: 90 * dayMs } });
    const lastDay = () => {
      const day = new Date(Math.floor((Date.now() + 90 * dayMs + 1) / dayMs - 1) * dayMs);
      return new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' }).format(day);
    };
    const before = lastDay();
    const { status, text } = await visit(limited, '/user/keys', {
      form: [...name, ['expires', '2099-12-31']],
    });
    expect(status).toBe(422);
    const possible = [before, lastDay()].map((day) => `no later than ${day}.`);
    expect(possible.some((said) => text.includes(said))).toBe(true);
  });

  it('are listed page by page', async () => {
    const subject = pages();
    const owner = { kind: 'user', id: 'ada' } as const;
    for (let count = 0; count < 51; count += 1)
      await subject.keys.issue({ owner, actor: owner, name: `key ${count}` });
    const { text } = await visit(subject, '/user/keys');
    const older = /href="([^"]*cursor=[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const next = await visit(
      subject,
      new URL(older, 'http://localhost/user/keys').href.slice('http://localhost'.length),
    );
    expect((next.text.match(/<tr role="row" data-state/g) ?? []).length).toBe(1);
  });
});

it('P04 the token is only in the response that issued it, and no response may be cached', async () => {
  const subject = pages();
  const { token, id, headers } = await created(subject);
  const paths = ['/user/keys', '/user/keys?state=all', '/user/keys/new', `/user/keys/${id}/delete`];
  const others = await Promise.all(paths.map((path) => visit(subject, path)));
  const deleted = await visit(subject, `/user/keys/${id}/delete`, { form: [] });
  expect(headers.get('Cache-Control')).toBe('no-store');
  for (const other of [...others, deleted]) {
    expect(other.text + JSON.stringify([...other.headers])).not.toContain(token.slice(21));
    expect(other.headers.get('Cache-Control')).toBe('no-store');
  }
});

describe('M07 a form that is sent twice', () => {
  it('M07 leaves one live key, however often it is sent', async () => {
    const subject = pages();
    const { text } = await visit(subject, '/user/keys/new');
    const idempotencyKey = /name="idempotency-key" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const form = [...name, ['idempotency-key', idempotencyKey]] as const;
    await Promise.all([1, 2, 3].map(() => visit(subject, '/user/keys', { form })));
    const owner = { kind: 'user', id: 'ada' } as const;
    expect((await subject.keys.list({ owner, actor: owner, state: 'live' })).keys).toHaveLength(1);
  });

  it('M07 is refused if the key is already in use', async () => {
    const subject = pages();
    const form = [...name, ['idempotency-key', 'one']] as const;
    await subject.keys.verify(tokenIn((await visit(subject, '/user/keys', { form })).text));
    const again = await visit(subject, '/user/keys', { form });
    expect(again.status).toBe(409);
    expect(again.text).toContain('in use');
  });
});

it.each([
  ['of another type', 415, 'broken', 'multipart/form-data; boundary=x'],
  ['in another charset', 415, 'name=x', 'application/x-www-form-urlencoded; charset=latin1'],
  ['that is not UTF-8', 400, Buffer.from('name=caf\xe9', 'latin1'), 'application/x-www-form-urlencoded'],
  ['with an escape that is not UTF-8', 400, 'name=caf%FF', 'application/x-www-form-urlencoded'],
  ['with an escape that ends early', 400, 'name=caf%C3', 'application/x-www-form-urlencoded'],
  ['that is too long', 413, `name=${'x'.repeat(70_000)}`, 'application/x-www-form-urlencoded'],
])('F18 a form %s is refused, and is not a fault', async (_what, status, body, type) => {
  const subject = pages();
  const headers = { 'Content-Type': type, 'X-Person': 'ada' };
  const request = new Request('http://localhost/user/keys', { method: 'POST', body, headers });
  const answer = await subject.handler(request);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('Connection')).toBe(status === 413 ? 'close' : null);
  expect(subject.events).toEqual([]);
});

describe('a form that is not valid comes back as filled in, with what to do', () => {
  it.each([
    ['M06 an empty name', [['name', ' ']], 422, 'name-error'],
    ['M06 a name of 300 characters', [['name', 'x'.repeat(300)]], 422, 'name-error'],
    ['a day in the past', [...name, ['expires', '2020-01-01']], 422, 'expires-error'],
    ['text that is not a day', [...name, ['expires', 'soon']], 422, 'expires-error'],
    ['a day that February does not have', [...name, ['expires', '2099-02-30']], 422, 'expires-error'],
    ['a year alone', [...name, ['expires', '2099']], 422, 'expires-error'],
    ['a year with six digits', [...name, ['expires', '+275760-09-12']], 422, 'expires-error'],
    [
      'an instant at which that day does not end',
      [...name, ['expires', '2099-12-31'], ['day-ends', '2099-06-01T23:59:59.999Z']],
      422,
      'expires-error',
    ],
    ['a scope that does not exist', [...name, ['scopes', '*']], 422, 'scopes-error'],
  ] as const)('%s', async (_what, form, status, error) => {
    const subject = pages();
    const answer = await visit(subject, '/user/keys', { form });
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(`id="${error}"`);
    expect(answer.text).toMatch(/role="alert"><p><strong>No key was created\./);
    expect(answer.text).toContain('<title>Error: New key');
    expect(answer.text).toMatch(
      new RegExp(`aria-describedby="${error}[^>]* autofocus|autofocus aria-describedby="${error}"`),
    );
    for (const [, value] of form.filter(([field]) => !['scopes', 'day-ends'].includes(field)))
      expect(answer.text).toContain(`value="${value}"`);
    expect(
      await subject.keys.list({ owner: { kind: 'user', id: 'ada' }, actor: { kind: 'user', id: 'ada' } }),
    ).toMatchObject({ keys: [] });
  });

  it('M03 scopes that its owner does not have', async () => {
    const form = [...name, ['scopes', 'agents:write']] as const;
    const answer = await visit(pages(), '/user/keys', { as: 'grace', form });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('You or the owner don’t have these scopes: agents:write.');
  });
});

it.each(['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', "'&amp;"])(
  'M06 the name %s is shown as text',
  async (markup) => {
    const subject = pages();
    const issued = await visit(subject, '/user/keys', { form: [['name', markup]] });
    const list = await visit(subject, '/user/keys');
    const deleting = await visit(subject, `/user/keys/${tokenIn(issued.text).slice(5, 21)}/delete`);
    for (const { text } of [issued, list, deleting]) {
      expect(text).not.toContain(markup);
      expect(text).not.toContain('<img');
      expect(text).toContain(
        markup
          .replaceAll('&', '&amp;')
          .replaceAll('<', '&lt;')
          .replaceAll('>', '&gt;')
          .replaceAll('"', '&quot;')
          .replaceAll("'", '&#39;'),
      );
    }
  },
);

describe('M05 requests from another site', () => {
  it.each([
    ['a form on another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://elsewhere.example' }],
    ['a fetch by a sibling site', { 'Sec-Fetch-Site': 'same-site' }],
    ['a form in an old browser', { 'Sec-Fetch-Site': '', Origin: 'https://elsewhere.example' }],
    ['a form on another port, over plain HTTP', { 'Sec-Fetch-Site': '', Origin: 'http://localhost:8081' }],
    ['a form on a page that hides its origin', { 'Sec-Fetch-Site': '', Origin: 'null' }],
  ])('M05 %s creates and deletes nothing', async (_who, { 'Sec-Fetch-Site': site, ...rest }) => {
    const subject = pages();
    const { id, token } = await created(subject);
    for (const path of ['/user/keys', `/user/keys/${id}/delete`]) {
      const request = new Request(`http://localhost:8080${path}`, {
        method: 'POST',
        body: new URLSearchParams({ name: 'x' }),
        headers: {
          Cookie: 'session=1',
          'X-Person': 'ada',
          ...rest,
          ...(site !== '' && { 'Sec-Fetch-Site': site }),
        },
      });
      expect((await subject.handler(request)).status).toBe(403);
    }
    expect(await subject.keys.verify(token)).toMatchObject({ ok: true });
    expect((await visit(subject, '/user/keys')).text.match(/<tr role="row" data-state/g)).toHaveLength(1);
  });

  it('M05 no page can be framed, runs inline scripts or reveals its address', async () => {
    const subject = pages();
    const { id } = await created(subject);
    const paths = [
      '/user/keys',
      '/user/keys/new',
      `/user/keys/${id}/delete`,
      '/nothing',
      '/teams/other/keys',
    ];
    for (const path of paths) {
      const { headers, text } = await visit(subject, path);
      const policy = headers.get('Content-Security-Policy') ?? '';
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('Referrer-Policy')).toBe('same-origin');
      expect(text).toContain('<meta name="referrer" content="same-origin">');
      expect(headers.get('Cache-Control')).toBe('no-store');
      expect(text).not.toMatch(/ on\w+=| style=|<script(?! type="module" src=)/);
    }
  });
});

describe('a person without access', () => {
  it('is redirected to sign in if they are not signed in', async () => {
    const { status, headers } = await visit(pages(), '/user/keys', { as: null });
    expect([status, headers.get('Location')]).toEqual([303, '/sign-in']);
  });

  it('reads that nothing was changed if the session ended before a form was sent', async () => {
    const subject = pages();
    const { status, text } = await visit(subject, '/user/keys', { as: null, form: name });
    expect(status).toBe(401);
    expect(text).toContain('Nothing was changed');
    expect(text).toContain('href="/sign-in"');
  });

  it('sees no keys of a team that they do not administer, and reads why', async () => {
    const subject = pages();
    const { id } = await created(subject, '/teams/platform/keys');
    for (const path of ['/teams/platform/keys', `/teams/platform/keys/${id}/delete`]) {
      const { status, text } = await visit(subject, path, { as: 'grace' });
      expect([403, 404]).toContain(status);
      expect(text).not.toContain('CI Pipeline');
    }
    const { text: refused } = await visit(subject, '/teams/platform/keys', { as: 'grace' });
    expect(refused).toContain('only admins of the team');
    expect(refused).toContain('<a href="../../user/keys">API Keys</a>');
    expect((await visit(subject, '/teams/platform/keys', { as: 'grace', form: name })).status).toBe(403);
  });

  it('learns nothing about a team that they are not in, or about a key of another owner', async () => {
    const subject = pages();
    const { id } = await created(subject);
    expect((await visit(subject, '/teams/other/keys')).status).toBe(404);
    expect((await visit(subject, `/teams/platform/keys/${id}/delete`)).status).toBe(404);
    expect((await visit(subject, `/user/keys/${id}/delete`, { as: 'grace', form: [] })).status).toBe(404);
  });

  it.each([
    ['PUT', '/user/keys', 'GET, HEAD, POST'],
    ['POST', '/user/keys/new', 'GET, HEAD'],
    ['GET', '/offers/nothing/claim', 'POST'],
    ['POST', '/assets/settings.css', 'GET, HEAD'],
  ])('gets 405 for %s %s, with the methods that are allowed', async (method, path, allowed) => {
    const { handler } = pages();
    const response = await handler(
      new Request(`http://localhost${path}`, { method, headers: { 'X-Person': 'ada' } }),
    );
    expect([response.status, response.headers.get('Allow')]).toEqual([405, allowed]);
    expect(await response.text()).toContain('This page can’t be opened this way.');
  });

  it('reads why no keys can be created for an owner', async () => {
    const subject = pages({
      createDisabledReason: ({ kind }) => (kind === 'team' ? 'not in this plan' : null),
    });
    const { text } = await visit(subject, '/teams/platform/keys');
    expect(text).toContain('not in this plan');
    expect(text).not.toContain('Add Key');
    expect((await visit(subject, '/user/keys')).text).toContain('Add Key');
  });
});

it('a failing dependency is 503, and is reported to the host', async () => {
  const subject = pages({ ownersOf: () => Promise.reject(new Error('down')) });
  const { status, headers } = await visit(subject, '/user/keys');
  expect([status, headers.get('Retry-After')]).toEqual([503, '1']);
  expect(subject.events).toMatchObject([{ type: 'fault', code: 'ERR_UNEXPECTED' }]);
});

it('a trusted origin that is not an origin is refused when the pages are created', () => {
  expect(() => pages({ trustedOrigins: ['settings.example.com'] })).toThrow('every trusted origin must be');
});

it('every page is in the language of its texts', async () => {
  const subject = pages({
    texts: ({ headers }) => (headers.get('Accept-Language') === 'de' ? de : { ...de, addKey: 'Neu' }),
  });
  const list = await visit(subject, '/user/keys', { headers: { 'Accept-Language': 'de' } });
  expect(list.text).toContain('<html lang="de">');
  expect(list.text).toContain('Schlüssel hinzufügen');
  expect((await visit(subject, '/user/keys')).text).toContain('>Neu<');
  expect((await visit(subject, '/user/keys', { form: [['name', '']] })).text).toContain(
    'Geben Sie einen Namen ein.',
  );
});

it('browsers may cache the files until they change, and the style has the theme', async () => {
  const subject = pages({ theme: { '--postern-accent': 'rebeccapurple' } });
  const { text } = await visit(subject, '/user/keys');
  const [style, script] = [
    /href="\.\.\/(assets\/settings\.css[^"]*)"/,
    /src="\.\.\/(assets\/settings\.js[^"]*)"/,
  ].map((pattern) => pattern.exec(text)?.[1] ?? '');
  const css = await visit(subject, `/${style}`);
  expect(css.text).toContain('--postern-accent: rebeccapurple;');
  expect(css.headers.get('Cache-Control')).toContain('immutable');
  expect((await visit(subject, `/${script}`)).headers.get('Content-Type')).toContain('text/javascript');
  expect(style).not.toBe(/assets\/settings\.css[^"]*/.exec((await visit(pages(), '/user/keys')).text)?.[0]);
});

it.each<[string, Parameters<typeof pages>[0]]>([
  ['authenticate, a text', { authenticate: () => Promise.reject('signed out') }],
  ['ownersOf, nothing', { ownersOf: () => Promise.reject() }],
  [
    'texts, an error',
    {
      texts: () => {
        throw new Error('secret');
      },
    },
  ],
])('anything that a function of the host throws is 503: %s', async (_what, given) => {
  const { status, headers, text } = await visit(pages(given), '/user/keys');
  expect([status, headers.get('Retry-After'), text.includes('secret')]).toEqual([503, '1', false]);
});

it('the links to other pages can depend on the person', async () => {
  const audit = { href: '/audit', text: 'Audit' };
  const subject = pages({ links: async ({ id }) => (id === 'ada' ? [audit] : []) });
  expect((await visit(subject, '/user/keys')).text).toContain('<a href="/audit">Audit</a>');
  expect((await visit(subject, '/user/keys', { as: 'grace' })).text).not.toContain('/audit');
});
