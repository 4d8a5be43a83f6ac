import { describe, expect, it } from 'vitest';
import { ada, platform, send, settings } from '../test-support/settings.js';
import { managementHandler } from './index.js';
import { openApiDocument } from './open-api.js';
import { readOwnerPaths } from './owner-paths.js';

type Issued = { readonly token: string; readonly key: { readonly id: string; readonly state: string } };

async function created(
  subject: ReturnType<typeof settings>,
  path = '/user/keys',
  given: object = {},
): Promise<Issued> {
  const { status, body } = await send(subject, `POST ${path}`, { json: { name: 'CI Pipeline', ...given } });
  expect(status).toBe(201);
  return body as Issued;
}

describe('the keys of a person', () => {
  it('are created with a token that works, listed, and revoked', async () => {
    const subject = settings();
    const { status, headers, body } = await send(subject, 'POST /user/keys', {
      json: { name: 'CI Pipeline', scopes: ['agents:read'], expiresAt: '2099-12-31T00:00:00+02:00' },
    });
    const { token, key } = body as Issued;
    expect(status).toBe(201);
    expect(headers.get('Location')).toBe(`keys/${key.id}`);
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(key).toMatchObject({
      owner: ada,
      name: 'CI Pipeline',
      scopes: ['agents:read'],
      state: 'live',
      expiresAt: '2099-12-30T22:00:00.000Z',
      createdBy: ada,
    });

    const listed = await send(subject, 'GET /user/keys');
    expect(listed.body).toEqual({ keys: [key], nextCursor: null });
    expect(listed.text).not.toContain(token.slice(21));
    expect(await subject.keys.verify(token)).toMatchObject({ ok: true });

    expect((await send(subject, `DELETE /user/keys/${key.id}`)).status).toBe(204);
    expect((await send(subject, `DELETE /user/keys/${key.id}`)).status).toBe(204);
    expect(await subject.keys.verify(token)).toMatchObject({ ok: false });
    expect((await send(subject, 'GET /user/keys')).body).toMatchObject({ keys: [] });
    expect((await send(subject, 'GET /user/keys?state=revoked')).body).toMatchObject({
      keys: [{ id: key.id }],
    });
  });

  it('are listed page by page', async () => {
    const subject = settings();
    const ids = [(await created(subject)).key.id, (await created(subject)).key.id].sort();
    const first = (await send(subject, 'GET /user/keys?limit=1')).body as {
      keys: Issued['key'][];
      nextCursor: string;
    };
    const second = (await send(subject, `GET /user/keys?limit=1&cursor=${first.nextCursor}`)).body;
    expect(second).toMatchObject({ nextCursor: null });
    expect([...first.keys, ...(second as typeof first).keys].map(({ id }) => id).sort()).toEqual(ids);
  });

  it('are renamed, disabled, enabled and read', async () => {
    const subject = settings();
    const { token, key } = await created(subject);
    const path = `/user/keys/${key.id}` as const;
    const renamed = await send(subject, `PATCH ${path}`, { json: { name: 'Nightly' } });
    expect(renamed).toMatchObject({ status: 200, body: { id: key.id, name: 'Nightly' } });
    const disabled = await send(subject, `POST ${path}/disable`, { json: { reason: 'seen in a log' } });
    expect(disabled).toMatchObject({
      status: 200,
      body: { state: 'disabled', reason: 'seen in a log', disabledBy: ada },
    });
    expect(await subject.keys.verify(token)).toMatchObject({ ok: false });
    expect(await send(subject, `POST ${path}/enable`)).toMatchObject({
      status: 200,
      body: { state: 'live' },
    });
    expect(await send(subject, `GET ${path}`)).toMatchObject({ status: 200, body: { name: 'Nightly' } });
  });

  it('are rotated, with a grace period if one is requested', async () => {
    const subject = settings();
    const { token, key } = await created(subject);
    const { status, headers, body } = await send(subject, `POST /user/keys/${key.id}/rotate`, {
      json: { graceSeconds: 60 },
    });
    const successor = body as Issued;
    expect(status).toBe(201);
    expect(new URL(headers.get('Location') ?? '', `http://a/user/keys/${key.id}/rotate`).pathname).toBe(
      `/user/keys/${successor.key.id}`,
    );
    expect(body).toMatchObject({ previous: { id: key.id, state: 'rotated', successorId: successor.key.id } });
    expect(body).toMatchObject({ alsoRevoked: [] });
    for (const each of [token, successor.token])
      expect(await subject.keys.verify(each)).toMatchObject({ ok: true });
    // Both work, so both are in the default list.
    const { keys } = (await send(subject, 'GET /user/keys')).body as {
      readonly keys: readonly Issued['key'][];
    };
    expect(keys.map(({ id }) => id).sort()).toEqual([key.id, successor.key.id].sort());
    expect(keys).toMatchObject([{ lastUsedAt: expect.any(String) }, { lastUsedAt: expect.any(String) }]);
    const again = await send(subject, `POST /user/keys/${key.id}/rotate`, { json: {} });
    expect(again).toMatchObject({ status: 409, body: { code: 'key_not_live' } });
  });

  it('P04 do not show a token in the answer about their rotation, which no cache may store', async () => {
    const subject = settings();
    const { token, key } = await created(subject);
    const json = { graceSeconds: 60 };
    const successor = (await send(subject, `POST /user/keys/${key.id}/rotate`, { json })).body as Issued;
    const { status, headers, text } = await send(subject, `GET /user/keys/${key.id}/rotation`);
    expect([status, headers.get('Cache-Control')]).toEqual([200, 'no-store']);
    expect(text).toContain(successor.key.id);
    for (const each of [token, successor.token]) expect(text).not.toContain(each.slice(21));
  });

  it('say how far their rotation is, and which predecessor ends with the next one', async () => {
    const subject = settings();
    const { token, key } = await created(subject);
    const rotation = () => send(subject, `GET /user/keys/${key.id}/rotation`);
    expect(await rotation()).toMatchObject({ status: 200, body: { rotation: null } });
    const json = { graceSeconds: 60 };
    const successor = (await send(subject, `POST /user/keys/${key.id}/rotate`, { json })).body as Issued;
    await subject.keys.verify(token);
    const used = {
      successorId: successor.key.id,
      endsAt: expect.any(String),
      lastUsedAt: expect.any(String),
    };
    expect((await rotation()).body).toEqual({ rotation: { ...used, successorLastUsedAt: null } });
    await subject.keys.verify(successor.token);
    expect((await rotation()).body).toEqual({
      rotation: { ...used, successorLastUsedAt: expect.any(String) },
    });
    const next = await send(subject, `POST /user/keys/${successor.key.id}/rotate`, { json });
    expect(next).toMatchObject({ status: 201, body: { alsoRevoked: [key.id] } });
    expect(await subject.keys.verify(token)).toMatchObject({ ok: false });
  });

  it('have a history, of one key and of all of them', async () => {
    const subject = settings();
    const expiresAt = '2999-01-01T00:00:00.001Z';
    const { key } = await created(subject, '/user/keys', { expiresAt });
    await send(subject, `DELETE /user/keys/${key.id}`);
    for (const path of [`/user/keys/${key.id}/history`, '/user/history'] as const)
      expect((await send(subject, `GET ${path}`)).body).toMatchObject({
        entries: [
          { action: 'revoked', keyId: key.id, actor: ada, expiresAt: null },
          { action: 'issued', keyId: key.id, actor: ada, expiresAt },
        ],
        nextCursor: null,
      });
  });
});

describe('M01 the owner comes from the route, and the actor from the session', () => {
  it.each([
    ['owner', ada],
    ['actor', { kind: 'system', id: 'root' }],
    ['id', '0000000000000000'],
    ['createdAt', '2000-01-01T00:00:00Z'],
  ])('M01 a body with %s is refused', async (field, value) => {
    const subject = settings();
    const { status, body } = await send(subject, 'POST /user/keys', {
      as: 'grace',
      json: { name: 'CI', [field]: value },
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ pointer: '#', detail: `unknown: ${field}` }] });
    expect((await send(subject, 'GET /user/keys?state=all', { as: 'grace' })).body).toMatchObject({
      keys: [],
    });
  });

  it('refuses a parameter that is sent twice, rather than taking the first', async () => {
    const { status, body } = await send(settings(), 'GET /user/keys?state=live&state=all');
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ parameter: 'state', detail: 'state must be sent once' }] });
  });

  it('M01 the name of an unknown field is not repeated if it looks like a secret', async () => {
    const field = `user.${'a'.repeat(65)}`;
    const { text } = await send(settings(), 'POST /user/keys', { json: { name: 'CI', [field]: 1 } });
    expect(text).not.toContain('aaaa');
  });
});

describe('M03 the scopes of a new key', () => {
  it.each([['agents:*'], ['*'], ['agents:delete']])(
    'M03 are refused if they do not exist: %s',
    async (scope) => {
      const refused = await send(settings(), 'POST /user/keys', { json: { name: 'CI', scopes: [scope] } });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/scopes' }] } });
      expect(refused.text).toContain(scope);
    },
  );
});

describe('M04 the keys of others', () => {
  it('M04 an admin of a team manages its keys, and a member gets the reason why they may not', async () => {
    const subject = settings();
    const { key } = await created(subject, '/teams/platform/keys');
    expect(key).toMatchObject({ owner: platform, createdBy: ada });
    const refused = await send(subject, 'GET /teams/platform/keys', { as: 'grace' });
    expect(refused).toMatchObject({
      status: 403,
      body: { code: 'forbidden', detail: 'only admins of the team can manage its keys' },
    });
  });

  it('M04 a team that the person is not in looks like one that does not exist', async () => {
    const subject = settings();
    await created(subject, '/teams/platform/keys');
    const [other, missing] = [
      await send(subject, 'GET /teams/platform/keys', { as: 'eve' }),
      await send(subject, 'GET /teams/missing/keys', { as: 'eve' }),
    ];
    expect(other.status).toBe(404);
    expect(other.text).toBe(missing.text);
  });

  it('M04 a key of another owner looks like one that does not exist, for every operation', async () => {
    const subject = settings();
    const { key } = await created(subject);
    const { key: ofTeam } = await created(subject, '/teams/platform/keys');
    for (const id of [key.id, ofTeam.id])
      for (const [line, json] of [
        [`GET /user/keys/${id}`],
        [`PATCH /user/keys/${id}`, { name: 'Mine' }],
        [`POST /user/keys/${id}/disable`, { reason: 'why not' }],
        [`POST /user/keys/${id}/enable`],
        [`POST /user/keys/${id}/rotate`, {}],
        [`DELETE /user/keys/${id}`],
        [`GET /user/keys/${id}/history`],
        [`GET /user/keys/${id}/rotation`],
      ] as const) {
        const missing = line.replace(id, '0000000000000000') as typeof line;
        const [guessed, unknown] = [
          await send(subject, line, { as: 'grace', json }),
          await send(subject, missing, { as: 'grace', json }),
        ];
        expect(guessed).toMatchObject({ status: 404, body: { code: 'key_not_found' } });
        expect(guessed.text).toBe(unknown.text);
      }
    expect(await subject.keys.get(key.id, { actor: { kind: 'user', id: 'ada' } })).toMatchObject({
      name: 'CI Pipeline',
      revokedAt: null,
      disabledAt: null,
    });
  });

  it('M02 a key as actor can do nothing that the policy does not allow', async () => {
    const subject = settings({
      authenticate: () => ({ kind: 'key', id: '0000000000000000' as never, owner: ada, permissions: [] }),
      ownersOf: () => [ada],
    });
    expect(await send(subject, 'GET /user/keys')).toMatchObject({ status: 403 });
    expect(await send(subject, 'POST /user/keys', { json: { name: 'CI' } })).toMatchObject({ status: 403 });
    const { key } = await subject.keys.issue({ owner: ada, actor: { kind: 'user', id: 'ada' }, name: 'CI' });
    const { status, text } = await send(subject, `GET /user/keys/${key.id}/rotation`);
    expect([status, text]).toEqual([404, (await send(subject, 'GET /user/keys/0/rotation')).text]);
  });
});

describe('M05 changes from other sites', () => {
  const change = { json: { name: 'CI' } };
  const cookie = { Cookie: 'session=1' };

  it.each([
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'none' },
    { 'Sec-Fetch-Site': 'same-origin, cross-site' },
    { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://localhost:8080' },
    { Origin: 'http://localhost:8081' },
    { Origin: 'http://localhost' },
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    {},
  ])('M05 are refused: %j', async (headers) => {
    const subject = settings();
    const sent = { ...change, headers: { ...cookie, ...headers } };
    expect(await send(subject, 'POST /user/keys', sent)).toMatchObject({
      status: 403,
      body: { code: 'cross_site_request' },
    });
    expect((await send(subject, 'GET /user/keys?state=all')).body).toMatchObject({ keys: [] });
  });

  it.each([
    { ...cookie, 'Sec-Fetch-Site': 'same-origin' },
    { ...cookie, Origin: 'http://localhost:8080' },
    { ...cookie, Origin: 'https://localhost:8080' },
    { ...cookie, 'Sec-Fetch-Site': 'cross-site', Origin: 'https://settings.example.com' },
    {},
  ])('M05 are accepted from this origin, from trusted origins, and without a cookie: %j', async (headers) => {
    const subject = settings({ trustedOrigins: ['https://settings.example.com'] });
    expect(await send(subject, 'POST /user/keys', { ...change, headers })).toMatchObject({ status: 201 });
  });

  it('M05 cannot be made by a GET, which is accepted', async () => {
    const headers = { ...cookie, 'Sec-Fetch-Site': 'cross-site' };
    expect(await send(settings(), 'GET /user/keys', { headers })).toMatchObject({ status: 200 });
  });

  it('M05 are refused as forms, which are not JSON', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=a'])
      expect(
        await send(settings(), 'POST /user/keys', {
          json: '{"name":"CI"}',
          headers: { 'Content-Type': type },
        }),
      ).toMatchObject({ status: 415, body: { code: 'not_json' } });
  });

  it('M05 a trusted origin that is not an origin is refused when the handler is created', () => {
    for (const origin of ['settings.example.com', 'https://settings.example.com/', '*', 'null'])
      expect(() => settings({ trustedOrigins: [origin] })).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_CONFIG' }),
      );
  });
});

describe('a request that is not valid', () => {
  it.each([
    [{}, '#/name'],
    [{ name: 7 }, '#/name'],
    [{ name: '' }, '#/name'],
    [{ name: 'x'.repeat(300) }, '#/name'],
    [{ name: 'a\0b' }, '#/name'],
    [{ name: 'CI', scopes: 'agents:read' }, '#/scopes'],
    [{ name: 'CI', scopes: [7] }, '#/scopes/0'],
    [{ name: 'CI', expiresAt: '2099-12-31' }, '#/expiresAt'],
    [{ name: 'CI', expiresAt: '2000-01-01T00:00:00Z' }, '#/expiresAt'],
    [{ name: 'CI', expiresAt: 4_000_000_000_000 }, '#/expiresAt'],
    [[], '#'],
  ])('gets an error that names the field: %j', async (json, pointer) => {
    const { status, headers, body } = await send(settings(), 'POST /user/keys', { json });
    expect(status).toBe(422);
    expect(headers.get('Content-Type')).toBe('application/problem+json');
    expect(body).toMatchObject({ status: 422, errors: [{ pointer }] });
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['state=dead', 'state'],
  ])('gets an error that names the parameter: %s', async (query, parameter) => {
    const { status, body } = await send(settings(), `GET /user/keys?${query}`);
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ parameter }] });
  });

  it('gets all of its errors in one response', async () => {
    const { body } = await send(settings(), 'POST /user/keys?x=1', { json: { scopes: 7, expiresAt: 7 } });
    expect((body as { errors: unknown[] }).errors).toHaveLength(4);
  });

  it('F12 gets a single error for a list or a body with too many elements', async () => {
    const many = Array.from({ length: 1_001 }, (_, n) => n);
    for (const json of [{ name: 'a', scopes: many }, Object.fromEntries(many.entries())]) {
      const { status, body } = await send(settings(), 'POST /user/keys', { json });
      expect(status).toBe(422);
      expect((body as { errors: unknown[] }).errors).toEqual([
        {
          pointer: expect.stringMatching(/^#(\/scopes)?$/),
          detail: expect.stringContaining('more than 1000'),
        },
      ]);
    }
  });

  it('gets 422 for a cursor that the API did not return', async () => {
    expect(await send(settings(), 'GET /user/keys?cursor=!')).toMatchObject({
      status: 422,
      body: { code: 'invalid_cursor' },
    });
  });

  it('gets 400 for a body that is not JSON, and 413 for one that is too long', async () => {
    expect(await send(settings(), 'POST /user/keys', { json: '{"name":' })).toMatchObject({ status: 400 });
    const long = { name: 'x'.repeat(300_000) };
    expect(await send(settings(), 'POST /user/keys', { json: long })).toMatchObject({ status: 413 });
  });

  it('gets 415 for a compressed body', async () => {
    const headers = { 'Content-Encoding': 'gzip' };
    const { status, headers: refused } = await send(settings(), 'POST /user/keys', {
      json: { name: 'CI Pipeline' },
      headers,
    });
    expect([status, refused.get('Accept-Encoding')]).toEqual([415, 'identity']);
  });

  it('gets 404 for a route that does not exist', async () => {
    for (const line of ['GET /', 'PUT /', 'GET /user/keys/', 'GET /teams//keys'] as const)
      expect(await send(settings(), line as 'GET /')).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
  });
});

describe('a method that a route does not allow', () => {
  const pathOf = (path: string) => path.replace('{teamId}', 'platform').replace('{keyId}', 'nothing');
  const document = openApiDocument(readOwnerPaths(['user', 'team'], undefined)) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const routes = Object.entries({ ...document.paths, '/openapi.json': { get: {} } }).map(
    ([path, operations]) =>
      [pathOf(path), Object.keys(operations).map((name) => name.toUpperCase())] as const,
  );

  it.each(routes)('gets 405 at %s, with those that it allows: %s', async (path, methods) => {
    const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'].filter(
      (method) => !allowed.includes(method),
    );
    for (const method of others) {
      const { status, headers, body } = await send(settings(), `${method} ${path}` as 'GET /');
      expect([method, status, headers.get('Allow')]).toEqual([method, 405, allowed.join(', ')]);
      expect(headers.get('Content-Type')).toBe('application/problem+json');
      expect(body).toMatchObject({ code: 'method_not_allowed', status: 405 });
    }
  });

  it('reveals nothing about who is in a team, and is refused from other sites', async () => {
    expect(await send(settings(), 'PUT /teams/unknown/keys' as 'GET /')).toMatchObject({ status: 405 });
    const headers = { Cookie: 'session=x', 'Sec-Fetch-Site': 'cross-site' };
    expect(await send(settings(), 'PUT /user/keys' as 'GET /', { headers })).toMatchObject({ status: 403 });
  });
});

describe('the functions of the host', () => {
  it('lead to 401 if no one is signed in', async () => {
    expect(await send(settings(), 'GET /user/keys', { as: null })).toMatchObject({
      status: 401,
      body: { code: 'not_signed_in' },
    });
  });

  it.each([
    ['authenticate', { authenticate: () => Promise.reject(new Error('user=ada password=hunter2')) }],
    ['ownersOf', { ownersOf: () => Promise.reject(new Error('user=ada password=hunter2')) }],
  ])('lead to 503 if %s rejects, and the host gets a fault event', async (_, given) => {
    const subject = settings(given);
    const { status, headers, text } = await send(subject, 'POST /user/keys', { json: { name: 'CI' } });
    expect(status).toBe(503);
    expect(headers.get('Retry-After')).toBe('1');
    expect(text).not.toContain('hunter2');
    expect(subject.events).toMatchObject([{ type: 'fault', code: 'ERR_UNEXPECTED' }]);
  });

  it('are not to blame if the database fails: the response is 503', async () => {
    const subject = settings();
    subject.keys.list = () =>
      Promise.reject(
        Object.assign(new Error('rows'), { name: 'PosternError', code: 'ERR_REPOSITORY_UNAVAILABLE' }),
      );
    const failing = managementHandler(subject.keys, {
      authenticate: () => ({ kind: 'user', id: 'ada' }),
      ownersOf: () => [ada],
    });
    expect((await failing(new Request('http://localhost/user/keys'))).status).toBe(503);
  });
});

describe('If-Match', () => {
  async function createdAndRead() {
    const subject = settings();
    const { key } = await created(subject);
    const path = `/user/keys/${key.id}` as const;
    const { headers, body } = await send(subject, `GET ${path}`);
    return { subject, path, etag: headers.get('ETag') ?? '', seen: body as { readonly version: string } };
  }

  it('matches the ETag of the last read, list or change', async () => {
    const { subject, path, etag, seen } = await createdAndRead();
    expect(etag).toBe(`"${seen.version}"`);
    expect((await send(subject, 'GET /user/keys')).body).toMatchObject({ keys: [{ version: seen.version }] });
    const renamed = await send(subject, `PATCH ${path}`, {
      json: { name: 'Nightly' },
      headers: { 'If-Match': etag },
    });
    expect(renamed.status).toBe(200);
    const next = renamed.headers.get('ETag') ?? '';
    expect(next).not.toBe(etag);
    expect(await send(subject, `DELETE ${path}`, { headers: { 'If-Match': next } })).toMatchObject({
      status: 204,
    });
  });

  it.each([
    ['PATCH', '', { name: 'Nightly' }],
    ['POST', '/disable', { reason: 'leaked' }],
    ['POST', '/enable', undefined],
    ['POST', '/rotate', {}],
    ['DELETE', '', undefined],
  ] as const)('keeps %s %s from changing a key that someone else has changed', async (method, verb, json) => {
    const { subject, path, etag } = await createdAndRead();
    await send(subject, `POST ${path}/disable`, { json: { reason: 'leaked' } });
    await send(subject, `PATCH ${path}`, { json: { name: 'Weekly' } });
    const before = (await send(subject, `GET ${path}`)).body;
    const weakened = `W/${etag}`;
    const suffixed = etag.replace(/"$/, '-gzip"');
    for (const tag of [etag, `${etag}, "other"`, weakened, suffixed, 'W/"other"', '""']) {
      const refused = await send(subject, `${method} ${path}${verb}`, { json, headers: { 'If-Match': tag } });
      expect(refused).toMatchObject({ status: 412, body: { code: 'version_mismatch' } });
    }
    expect((await send(subject, `GET ${path}`)).body).toEqual(before);
  });

  it.each<[string, (etag: string) => string]>([
    ['weakened, as by nginx and Cloudflare', (etag) => `W/${etag}`],
    ['with a suffix, as by Apache', (etag) => etag.replace(/"$/, '-gzip"')],
    ['with a suffix, as by Jetty', (etag) => etag.replace(/"$/, '--gzip"')],
    ['weakened, among others', (etag) => `"other", W/${etag}`],
  ])('accepts an ETag that a compressing proxy has changed: %s', async (_how, change) => {
    const { subject, path, etag } = await createdAndRead();
    const headers = { 'If-Match': change(etag) };
    expect((await send(subject, `DELETE ${path}`, { headers })).status).toBe(204);
    expect((await send(subject, `GET ${path}`)).body).toMatchObject({ state: 'revoked' });
  });

  it('accepts a list that contains the version, and `*`', async () => {
    const { subject, path, etag } = await createdAndRead();
    for (const tag of [`"other", ${etag}`, '*']) {
      const renamed = await send(subject, `PATCH ${path}`, {
        json: { name: `By ${tag.length}` },
        headers: { 'If-Match': tag },
      });
      expect(renamed.status).toBe(200);
    }
  });

  it.each(['other', '"', '"a" "b"', '', ','])(
    'gets 400 if it cannot be read, and nothing is changed: %j',
    async (tag) => {
      const { subject, path } = await createdAndRead();
      expect(await send(subject, `DELETE ${path}`, { headers: { 'If-Match': tag } })).toMatchObject({
        status: 400,
        body: { code: 'unreadable_if_match' },
      });
      expect((await send(subject, `GET ${path}`)).body).toMatchObject({ state: 'live' });
    },
  );

  it('M04 does not reveal whether a key of another owner has a version', async () => {
    const { subject, path, etag } = await createdAndRead();
    for (const tag of [etag, '"other"', `${etag}, "other"`])
      expect(
        await send(subject, `DELETE ${path}`, { as: 'grace', headers: { 'If-Match': tag } }),
      ).toMatchObject({
        status: 404,
        body: { code: 'key_not_found' },
      });
  });
});

describe('M07 a retried create', () => {
  const create = (subject: ReturnType<typeof settings>, headers: Record<string, string>) =>
    send(subject, 'POST /user/keys', { json: { name: 'CI Pipeline' }, headers });

  it('M07 with the same Idempotency-Key leaves one live key', async () => {
    const subject = settings();
    const headers = { 'Idempotency-Key': '8e03978e-40d5-43dd-bc93-6894a57f9324' };
    const lost = (await create(subject, headers)).body as Issued;
    const again = await create(subject, headers);
    expect(again.status).toBe(201);
    const { keys } = (await send(subject, 'GET /user/keys')).body as { keys: readonly Issued['key'][] };
    expect(keys).toEqual([(again.body as Issued).key]);
    expect(await subject.keys.verify(lost.token)).toMatchObject({ ok: false });
  });

  it('M07 leaves a key that is in use alone, and gets 409', async () => {
    const subject = settings();
    const headers = { 'Idempotency-Key': 'one' };
    const { token } = (await create(subject, headers)).body as Issued;
    await subject.keys.verify(token);
    expect(await create(subject, headers)).toMatchObject({ status: 409, body: { code: 'already_issued' } });
    expect(await subject.keys.verify(token)).toMatchObject({ ok: true });
  });

  it.each([' ', 'x'.repeat(256)])(
    'M07 creates nothing with %j, which is not a valid Idempotency-Key',
    async (value) => {
      const subject = settings();
      expect(await create(subject, { 'Idempotency-Key': value })).toMatchObject({ status: 422 });
      expect((await send(subject, 'GET /user/keys')).body).toMatchObject({ keys: [] });
    },
  );
});

it('an expiry that is after the year 9999 in UTC is refused, because no response could express it', async () => {
  const json = { name: 'CI Pipeline', expiresAt: '9999-12-31T23:59:59-01:00' };
  expect(await send(settings(), 'POST /user/keys', { json })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '#/expiresAt' }] },
  });
});

it('rotate needs no body', async () => {
  const subject = settings();
  const { key } = await created(subject);
  expect(await send(subject, `POST /user/keys/${key.id}/rotate`)).toMatchObject({ status: 201 });
});

it("an actor without an ID is the host's mistake: 503, and a fault event", async () => {
  const subject = settings({ authenticate: () => ({ kind: 'user', id: '' }) });
  expect(await send(subject, 'GET /user/keys')).toMatchObject({ status: 503 });
  expect(subject.events).toMatchObject([{ type: 'fault', code: 'ERR_UNEXPECTED' }]);
});

it.each([['a text'], [undefined], [null], [{ message: 'secret' }]])(
  'anything that a function of the host throws is 503, and a fault event: %j',
  async (thrown) => {
    const authenticate = () => Promise.reject(thrown);
    const subject = settings({ authenticate });
    expect(await send(subject, 'GET /user/keys')).toMatchObject({ status: 503 });
    expect(subject.events).toMatchObject([{ type: 'fault', code: 'ERR_UNEXPECTED' }]);
  },
);

describe('lifetimes', () => {
  const dayMs = 24 * 60 * 60 * 1_000;
  const inDays = (days: number) => new Date(Date.now() + days * dayMs);
  const lived = ({ key }: Issued) => {
    const { createdAt, expiresAt } = key as unknown as { createdAt: string; expiresAt: string | null };
    return expiresAt === null ? null : (Date.parse(expiresAt) - Date.parse(createdAt)) / dayMs;
  };

  it('decide when a key expires for which a create names no expiry', async () => {
    const limited = settings({}, { user: { defaultMs: 30 * dayMs, maxMs: 90 * dayMs } });
    expect(lived(await created(limited))).toBe(30);
    expect(lived(await created(settings()))).toBeNull();
  });

  it.each(['POST /user/keys', 'rotate'])(
    'are a limit to %s, and the problem has the latest instant',
    async (to) => {
      const limited = settings({}, { user: { maxMs: 90 * dayMs } });
      const { key } = await created(limited);
      const line = to === 'rotate' ? (`POST /user/keys/${key.id}/rotate` as const) : 'POST /user/keys';
      for (const expiresAt of [null, inDays(91), new Date(0)]) {
        const before = inDays(90);
        const json = { ...(to === 'rotate' ? {} : { name: 'CI' }), expiresAt };
        const { status, body } = await send(limited, line, { json });
        const { latest } = body as { latest: string };
        expect(body).toMatchObject({ code: 'invalid_expiry', errors: [{ pointer: '#/expiresAt' }] });
        expect([status, before <= new Date(latest), new Date(latest) <= inDays(90)]).toEqual([
          422,
          true,
          true,
        ]);
      }
    },
  );

  it('let a rotation renew a key, or give the successor the expiry that it names', async () => {
    const subject = settings({}, { user: { maxMs: 90 * dayMs } });
    const { key } = await created(subject);
    const renewed = await send(subject, `POST /user/keys/${key.id}/rotate`, { json: { graceSeconds: 60 } });
    expect(lived(renewed.body as Issued)).toBe(90);
    const { id } = (renewed.body as Issued).key;
    const json = { expiresAt: inDays(7).toISOString() };
    const { body } = await send(subject, `POST /user/keys/${id}/rotate`, { json });
    expect(body).toMatchObject({ key: json, previous: { id, state: 'revoked' } });
  });
});
