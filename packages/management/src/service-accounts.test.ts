import type { Owner } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { ada, deployBot, send, settings, withServices } from '../test-support/settings.js';
import { defaultOwnerPaths } from './index.js';

type Issued = { readonly token: string; readonly key: { readonly id: string; readonly owner: Owner } };

const keysOf = (id: string) => `/services/${encodeURIComponent(id)}/keys` as const;

describe('the keys of a service account', () => {
  it('are created, listed, renamed, disabled, enabled, rotated and revoked below its path', async () => {
    const subject = withServices();
    const path = keysOf(deployBot.id);
    const created = await send(subject, `POST ${path}`, { json: { name: 'Production' } });
    const { token, key } = created.body as Issued;
    expect(created.status).toBe(201);
    expect(key.owner).toEqual(deployBot);
    expect(await subject.keys.verify(token, { kinds: ['service'] })).toMatchObject({ ok: true });

    const one = `${path}/${key.id}` as const;
    expect(await send(subject, `GET ${path}`)).toMatchObject({ body: { keys: [{ id: key.id }] } });
    expect((await send(subject, `PATCH ${one}`, { json: { name: 'Live' } })).status).toBe(200);
    expect((await send(subject, `POST ${one}/disable`, { json: { reason: 'unsure' } })).status).toBe(200);
    expect((await send(subject, `POST ${one}/enable`)).status).toBe(200);
    const rotated = await send(subject, `POST ${one}/rotate`);
    expect(rotated).toMatchObject({ status: 201, body: { key: { owner: deployBot, name: 'Live' } } });
    expect((await send(subject, `DELETE ${path}/${(rotated.body as Issued).key.id}`)).status).toBe(204);
    expect(await send(subject, `GET ${one}/history`)).toMatchObject({ status: 200 });
    expect(await send(subject, 'GET /services/deploy-bot/history')).toMatchObject({ status: 200 });
  });

  it.each(['owner', 'actor', 'kind', 'id', 'createdAt'])('M01 never take %s from a body', async (field) => {
    const subject = withServices();
    const json = { name: 'Production', [field]: { kind: 'service', id: 'billing' } };
    expect(await send(subject, `POST ${keysOf(deployBot.id)}`, { json })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '#', detail: `unknown: ${field}` }] },
    });
  });

  it('M04 are not shown to someone who may not name it, whether or not it exists', async () => {
    const subject = withServices();
    await subject.keys.issue({
      owner: { kind: 'service', id: 'billing' },
      actor: ada as never,
      name: 'Bills',
    });
    const existing = await send(subject, `GET ${keysOf('billing')}`);
    const missing = await send(subject, `GET ${keysOf('nothing')}`);
    expect(existing).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(existing.text).toBe(missing.text);
    const created = await send(subject, `POST ${keysOf('billing')}`, { json: { name: 'More' } });
    expect([created.status, created.text]).toEqual([404, missing.text]);
  });

  it("M04 are not found below another owner's path", async () => {
    const subject = withServices(['deploy-bot', 'billing']);
    const { body } = await send(subject, `POST ${keysOf('billing')}`, { json: { name: 'Bills' } });
    const { key } = body as Issued;
    const missing = await send(subject, `GET ${keysOf(deployBot.id)}/AAAAAAAAAAAAAAAA`);
    for (const path of [keysOf(deployBot.id), '/user/keys'])
      for (const method of ['GET', 'DELETE'] as const) {
        const { status, text } = await send(subject, `${method} ${path}/${key.id}`);
        expect([status, text]).toEqual([404, missing.text]);
      }
  });

  it('M04 are managed only by people whom the policy allows it', async () => {
    const subject = withServices();
    const { body } = await send(subject, `POST ${keysOf(deployBot.id)}`, { json: { name: 'Production' } });
    const { key } = body as Issued;
    const asGrace = { as: 'grace' };
    expect(await send(subject, `GET ${keysOf(deployBot.id)}`, asGrace)).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect(await send(subject, `DELETE ${keysOf(deployBot.id)}/${key.id}`, asGrace)).toMatchObject({
      status: 404,
      body: { code: 'key_not_found' },
    });
  });

  it('M05 are not changed for the page of another site', async () => {
    const headers = { 'Sec-Fetch-Site': 'cross-site', Cookie: 'session=1' };
    const json = { name: 'Production' };
    expect(await send(withServices(), `POST ${keysOf(deployBot.id)}`, { json, headers })).toMatchObject({
      status: 403,
      body: { code: 'cross_site_request' },
    });
  });
});

describe('the ID of an owner in a path', () => {
  const ids = [
    'a/b',
    'a.b',
    '...',
    '%2F',
    '%C3',
    '100%',
    'a b+c',
    '?a=b&c#d',
    ':id',
    '{id}',
    '*',
    'keys',
    'Ünïcödé 🔑',
    '__proto__',
    'constructor',
    'a'.repeat(255),
  ];

  it.each(ids)('is percent-encoded, and otherwise as it is: %s', async (id) => {
    const subject = withServices([], {
      ownersOf: () => [
        ...['deploy-bot', id].map((one) => ({ kind: 'service', id: one })),
        { kind: 'team', id },
      ],
    });
    for (const [kind, path] of [
      ['service', keysOf(id)],
      ['team', `/teams/${encodeURIComponent(id)}/keys`],
    ] as const) {
      const { status, body } = await send(subject, `POST ${path}`, { json: { name: 'Production' } });
      expect([status, (body as Issued).key.owner]).toEqual([201, { kind, id }]);
      const { keys } = (await send(subject, `GET ${path}`)).body as { keys: Issued['key'][] };
      expect(keys.map(({ owner }) => owner)).toEqual([{ kind, id }]);
    }
  });

  it.each([
    'DEPLOY-BOT',
    'deploy-bot%20',
    'deploy-bot%00',
    'deploy-bot%2F',
    'deploy%252Dbot',
    '%E0%A4%A',
    '',
    '.',
    '%2e%2e',
  ])('M04 names no other owner: %s', async (id) => {
    const { status } = await send(withServices(), `GET /services/${id}/keys`);
    expect(status).toBe(404);
  });
});

describe('a path without an ID', () => {
  const own = { ...defaultOwnerPaths, service: { path: '/service', title: 'Service account' } };
  const naming = (...owners: readonly Owner[]) => settings({ ownerPaths: own, ownersOf: () => owners });

  it("is that of the actor's only owner of the kind", async () => {
    const { status, body } = await send(naming(ada, deployBot), 'POST /service/keys', {
      json: { name: 'CI' },
    });
    expect([status, (body as Issued).key.owner]).toEqual([201, deployBot]);
  });

  it('M04 is that of the actor, if they may name other people too', async () => {
    const subject = naming({ kind: 'user', id: 'grace' }, ada);
    expect((await send(subject, 'POST /user/keys', { json: { name: 'CI' } })).body).toMatchObject({
      key: { owner: ada },
    });
  });

  it('M04 is no one, if it could be several owners', async () => {
    const billing = { kind: 'service', id: 'billing' };
    const subject = naming({ kind: 'user', id: 'grace' }, { kind: 'user', id: 'linus' }, billing, deployBot);
    for (const path of ['/user/keys', '/service/keys'] as const)
      expect((await send(subject, `GET ${path}`)).status).toBe(404);
  });
});
