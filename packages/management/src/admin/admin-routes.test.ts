import { describe, expect, it } from 'vitest';
import { ask, dayMs, root, withAdmins } from '../../test-support/admins.js';
import { send } from '../../test-support/settings.js';

const names = ({ body }: { readonly body: unknown }) =>
  (body as { readonly keys: readonly { readonly name: string }[] }).keys.map(({ name }) => name);
const asRoot = { as: 'root' };

/** A service with a key of a person, and one of a team. */
async function withTwoKeys() {
  const subject = withAdmins();
  await subject.issue('user ada', 'team platform by ada');
  return subject;
}

describe('GET /admin/keys', () => {
  it('lists the keys of all owners, newest first, page by page', async () => {
    const subject = withAdmins();
    await subject.issue('user ada', 'team platform by ada', 'user grace');
    const first = await send(subject, 'GET /admin/keys?limit=2', asRoot);
    expect([first.status, names(first)]).toEqual([200, ['user grace', 'team platform by ada']]);
    const { nextCursor } = first.body as { nextCursor: string };
    const second = await send(subject, `GET /admin/keys?limit=2&cursor=${nextCursor}`, asRoot);
    expect([names(second), second.body]).toMatchObject([['user ada'], { nextCursor: null }]);
  });

  it('shows owner, creator, display form, state and dates, and no token', async () => {
    const subject = withAdmins();
    const ada = { kind: 'user', id: 'ada' } as const;
    const { token, key } = await subject.keys.issue({ owner: ada, actor: ada, name: 'CI' });
    await subject.keys.verify(token);
    const { body, text } = await send(subject, 'GET /admin/keys', asRoot);
    expect(body).toMatchObject({
      keys: [
        {
          id: key.id,
          display: `user.${key.id.slice(0, 8)}…`,
          owner: ada,
          createdBy: ada,
          state: 'live',
          createdAt: '2026-01-01T00:00:00.000Z',
          lastUsedAt: '2026-01-01T00:00:00.000Z',
          expiresAt: null,
        },
      ],
    });
    expect(text).not.toContain(token.slice(21, 60));
  });

  it('lists keys that work, or those in another state', async () => {
    const subject = await withTwoKeys();
    const { keys } = await subject.keys.listAll({ actor: root });
    await subject.keys.revoke(keys[1]?.id ?? '', { actor: { kind: 'user', id: 'ada' } });
    expect(names(await send(subject, 'GET /admin/keys', asRoot))).toEqual(['team platform by ada']);
    expect(names(await send(subject, 'GET /admin/keys?state=revoked', asRoot))).toEqual(['user ada']);
    expect(names(await send(subject, 'GET /admin/keys?state=all', asRoot))).toHaveLength(2);
  });

  it.each([
    ['kinds=team', ['team platform by ada']],
    ['kinds=team,user', ['expiring', 'team platform by ada', 'user ada']],
    ['createdBy=user:ada', ['team platform by ada', 'user ada']],
    ['createdBy=user:a:b', []],
    ['neverExpires=true', ['team platform by ada', 'user ada']],
    ['neverExpires=false', ['expiring', 'team platform by ada', 'user ada']],
    ['expiresBefore=2027-01-01T00:00:00Z', ['expiring']],
    ['expiresBefore=2026-12-31T23:59:59Z', []],
    ['unusedSince=2026-01-01T00:00:01Z', ['user ada']],
    ['beyondLifetime=true', []],
    ['kinds=team&createdBy=user:grace', []],
  ])('filters by %s', async (query, expected) => {
    const subject = await withTwoKeys();
    await subject.keys.issue({
      owner: { kind: 'user', id: 'grace' },
      actor: { kind: 'user', id: 'grace' },
      name: 'expiring',
      expiresAt: new Date('2026-12-31T23:59:59.001Z'),
    });
    expect(names(await send(subject, `GET /admin/keys?${query}`, asRoot))).toEqual(expected);
  });

  it.each([
    'limit=0',
    'limit=101',
    'kinds=',
    'kinds=team,',
    'kinds=robot',
    'createdBy=ada',
    'createdBy=robot:ada',
    'createdBy=user:',
    'neverExpires=1',
    'expiresBefore=2027',
    'expiresBefore=2027-01-01T00:00:00',
    'neverExpires=true&expiresBefore=2027-01-01T00:00:00Z',
    'unusedSince=yesterday',
    'unusedSince=1969-01-01T00:00:00Z',
    'state=dead',
    'cursor=1',
    'owner=ada',
    'kinds=user&kinds=team',
    'createdBy=user:ada&createdBy=user:ada',
    'state=all&state=',
  ])('refuses %s', async (query) => {
    const { status, text } = await send(await withTwoKeys(), `GET /admin/keys?${query}`, asRoot);
    expect(status).toBe(422);
    expect(text).not.toContain('platform');
  });

  it('says which parameter was sent twice, unless its name may be a token', async () => {
    const subject = await withTwoKeys();
    const refused = async (query: string) => (await send(subject, `GET /admin/keys?${query}`, asRoot)).body;
    expect(await refused('kinds=user&kinds=team')).toMatchObject({
      code: 'invalid_request',
      errors: [{ parameter: 'kinds', detail: 'kinds must be sent once' }],
    });
    const { token } = await subject.keys.issue({ owner: root, actor: root, name: 'Laptop' });
    const twice = await refused(`${token}=1&${token}=2`);
    expect(twice).toMatchObject({ errors: [{ detail: 'each parameter must be sent once' }] });
    expect(JSON.stringify(twice)).not.toContain(token.slice(5));
  });

  it('refuses the cursor of another order', async () => {
    const subject = await withTwoKeys();
    const { body } = await send(subject, 'GET /admin/keys?limit=1', asRoot);
    const { nextCursor } = body as { nextCursor: string };
    const query = `expiresBefore=2027-01-01T00:00:00Z&cursor=${nextCursor}`;
    const refused = await send(subject, `GET /admin/keys?${query}`, asRoot);
    expect(refused).toMatchObject({ status: 422, body: { code: 'invalid_cursor' } });
  });
});

describe('GET /admin/people/{personId}/affected-keys', () => {
  it("lists the person's own keys, then those that they created for others", async () => {
    const subject = withAdmins();
    await subject.issue('user ada', 'team platform by ada', 'user grace', 'team platform by grace');
    const listed = await send(subject, 'GET /admin/people/ada/affected-keys', asRoot);
    expect(names(listed)).toEqual(['user ada', 'team platform by ada']);
  });

  it('is the same for a person who has no keys and for one who does not exist', async () => {
    const subject = await withTwoKeys();
    const none = await send(subject, 'GET /admin/people/linus/affected-keys', asRoot);
    expect(none.body).toEqual({ keys: [], nextCursor: null });
  });

  it('takes the ID percent-encoded, and otherwise as it is', async () => {
    const subject = withAdmins();
    const person = { kind: 'user', id: 'a/b c?é' } as const;
    await subject.keys.issue({ owner: person, actor: person, name: 'CI' });
    const path = `/admin/people/${encodeURIComponent(person.id)}/affected-keys` as const;
    expect(names(await send(subject, `GET ${path}`, asRoot))).toEqual(['CI']);
  });

  it.each(['?state=all', '?limit=0', '?kinds=user'])('refuses %s', async (query) => {
    const refused = await send(await withTwoKeys(), `GET /admin/people/ada/affected-keys${query}`, asRoot);
    expect(refused.status).toBe(422);
  });
});

describe('POST /admin/disable-unused', () => {
  it('counts unused keys if it is a dry run, and otherwise disables them, with a reason', async () => {
    const subject = await withTwoKeys();
    subject.clock.advance(30 * dayMs);
    await subject.issue('user grace');
    const json = { unusedSince: '2026-01-15T00:00:00Z' };
    const dry = await send(subject, 'POST /admin/disable-unused', {
      ...asRoot,
      json: { ...json, dryRun: true },
    });
    expect(dry).toMatchObject({ status: 200, body: { disabled: 2 } });
    expect(names(await send(subject, 'GET /admin/keys?state=disabled', asRoot))).toEqual([]);
    const reason = 'unused for two weeks';
    const done = await send(subject, 'POST /admin/disable-unused', { ...asRoot, json: { ...json, reason } });
    expect(done).toMatchObject({ status: 200, body: { disabled: 2 } });
    expect((await send(subject, 'GET /admin/keys?state=disabled', asRoot)).body).toMatchObject({
      keys: [
        { reason, disabledBy: root },
        { reason, disabledBy: root },
      ],
    });
  });

  it.each([
    [{}, 422, 'invalid_request'],
    [{ unusedSince: '2025-01-01' }, 422, 'invalid_request'],
    [{ unusedSince: '2025-01-01T00:00:00Z', dryRun: 'true' }, 422, 'invalid_request'],
    [{ unusedSince: '2025-01-01T00:00:00Z', actor: root }, 422, 'invalid_request'],
    [{ unusedSince: '2025-01-01T00:00:00Z', reason: '' }, 422, 'invalid_argument'],
    [{ unusedSince: '2026-01-01T00:00:00Z' }, 422, 'invalid_argument'],
    ['{', 400, 'unreadable_body'],
  ])('refuses %j with %i %s', async (json, status, code) => {
    const refused = await send(await withTwoKeys(), 'POST /admin/disable-unused', { ...asRoot, json });
    expect(refused).toMatchObject({ status, body: { code } });
  });

  it('M05 is refused for the page of another site, and as a form', async () => {
    const subject = await withTwoKeys();
    const json = { unusedSince: '2025-01-01T00:00:00Z' };
    const headers = { 'Sec-Fetch-Site': 'cross-site', Cookie: 'session=1' };
    const crossSite = await send(subject, 'POST /admin/disable-unused', { ...asRoot, json, headers });
    expect(crossSite).toMatchObject({ status: 403, body: { code: 'cross_site_request' } });
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const sent = await send(subject, 'POST /admin/disable-unused', { ...asRoot, json, headers: form });
    expect(sent).toMatchObject({ status: 415, body: { code: 'not_json' } });
  });
});

it.each([
  ['POST /admin/keys', 'GET'],
  ['DELETE /admin/people/ada/affected-keys', 'GET'],
  ['GET /admin/disable-unused', 'POST'],
] as const)('%s gets 405', async (line, allowed) => {
  const { status, headers } = await send(withAdmins(), line, asRoot);
  expect([status, headers.get('Allow')]).toEqual([405, expect.stringContaining(allowed)]);
});

it.each(['/admin', '/admin/', '/admin/keys/0', '/admin/people', '/admin/people/ada'])(
  'GET %s gets 404',
  async (path) => {
    expect((await ask(withAdmins(), path)).status).toBe(404);
  },
);
