import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { defaultOwnerPaths, managementHandler } from '@postern/management';
import openapiTypes, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** In this folder, so that the generated code can resolve its imports. Git ignores it. */
const folder = fileURLToPath(new URL('.generated/', import.meta.url));

/** A program that someone could write with nothing but the document. */
const program = `
import createClient from 'openapi-fetch';
import type { components, paths } from './types.js';

type Schemas = components['schemas'];
const nameOf = ({ kind, id }: Schemas['Owner'] | Schemas['Actor']): string => kind + ' ' + id;
const summaryOf = ({ action, actor }: Schemas['AuditEntry']): readonly [Schemas['AuditAction'], string] => [action, nameOf(actor)];
const isOver = (code: Schemas['ProblemCode']): boolean => code === 'key_not_live' || code === 'key_not_found';

export async function run(fetch: (request: Request) => Promise<Response>) {
  const client = createClient<paths, 'application/json' | 'application/problem+json'>({ baseUrl: 'http://localhost:8080', fetch, headers: { 'X-Person': 'ada' } });
  const created = await client.POST('/teams/{teamId}/keys', {
    params: { path: { teamId: 'platform' } },
    body: { name: 'CI Pipeline', expiresAt: '2099-12-31T00:00:00Z' },
  });
  if (created.error) throw new Error(created.error.detail);
  const { token, key } = created.data;
  const path = { teamId: 'platform', keyId: key.id };
  const rotated = await client.POST('/teams/{teamId}/keys/{keyId}/rotate', {
    params: { path },
    body: { graceSeconds: 60 },
  });
  const rotation = await client.GET('/teams/{teamId}/keys/{keyId}/rotation', { params: { path } });
  const again = await client.POST('/teams/{teamId}/keys/{keyId}/rotate', { params: { path }, body: {} });
  const seen = await client.GET('/teams/{teamId}/keys/{keyId}', { params: { path } });
  const etag = seen.response.headers.get('ETag' satisfies keyof components['headers']) ?? '';
  const named = await client.PATCH('/teams/{teamId}/keys/{keyId}', {
    params: { path, header: { 'If-Match': etag } },
    body: { name: 'Nightly' },
  });
  const history = await client.GET('/teams/{teamId}/keys/{keyId}/history', { params: { path } });
  const state: 'rotated' | string | undefined = rotated.data?.previous.state;
  const revoked = await client.DELETE('/teams/{teamId}/keys/{keyId}', { params: { path } });
  const listed = await client.GET('/teams/{teamId}/keys', {
    params: { path: { teamId: 'platform' }, query: { state: 'revoked', limit: 10 } },
  });
  const deployBot = { params: { path: { id: 'deploy/bot' } } };
  const ofService = await client.POST('/services/{id}/keys', { ...deployBot, body: { name: 'Production' } });
  const changesOfService = await client.GET('/services/{id}/history', deployBot);
  const inventory = await client.GET('/admin/keys', {
    params: { query: { createdBy: 'user:ada', kinds: 'team,service', state: 'all' } },
  });
  const affected = await client.GET('/admin/people/{personId}/affected-keys', {
    params: { path: { personId: 'ada' }, query: { limit: 100 } },
  });
  const file = await client.GET('/admin/keys', { headers: { Accept: 'text/csv' }, parseAs: 'text' });
  const unused = await client.POST('/admin/disable-unused', {
    body: { unusedSince: '2026-01-01T00:00:00Z', dryRun: true } satisfies Schemas['DisableUnusedKeys'],
  });
  const refused = await client.PATCH('/user/keys/{keyId}', {
    params: { path: { keyId: key.id } },
    body: { name: '' },
  });
  return {
    token,
    state,
    isReplaced: rotation.data?.rotation?.successorId === rotated.data?.key.id,
    isOver: again.error && isOver(again.error.code),
    owner: nameOf(key.owner),
    named: named.data?.name,
    history: history.data?.entries.map(summaryOf),
    revoked: revoked.response.status,
    names: listed.data?.keys.map(({ name }) => name),
    service: ofService.data && nameOf(ofService.data.key.owner),
    changesOfService: changesOfService.data?.entries.length,
    inventory: inventory.data?.keys.map(({ owner }) => owner.kind).sort(),
    affected: affected.data?.keys.map(({ owner }) => nameOf(owner)),
    columns: String(file.data).split(',').slice(0, 4),
    unused: unused.data?.disabled,
    refused: refused.error?.errors?.map(({ pointer }) => pointer),
  };
}
`;

const wrong = `
import createClient from 'openapi-fetch';
import type { paths } from './types.js';

const client = createClient<paths>();
// @ts-expect-error there is no such route
void client.GET('/users/keys');
// @ts-expect-error a service account has an ID
void client.GET('/services/{id}/keys', {});
// @ts-expect-error a key needs a name
void client.POST('/user/keys', { body: {} });
// @ts-expect-error there is no such state
void client.GET('/user/keys', { params: { query: { state: 'dead' } } });
// @ts-expect-error an instant is required
void client.POST('/admin/disable-unused', { body: { dryRun: true } });
void client.GET('/user/keys').then(({ error }) => {
  // @ts-expect-error there is no such code
  return error?.code === 'key_is_dead';
});
`;

const owner = { kind: 'team', id: 'platform' } as const;
const service = { kind: 'service', id: 'deploy/bot' } as const;
const own = selfService();
const keys = createApiKeys({
  repository: memoryKeyRepository(),
  hasher: insecureHasher(),
  owners: eachOwner(() => ({ active: true, permissions: [] })),
  kinds: ['user', 'team', 'service'],
  policy: {
    decide: (request) => (request.owner?.kind !== 'user' ? { ok: true } : own.decide(request)),
  },
});
const handler = managementHandler(keys, {
  authenticate: ({ headers }) => ({ kind: 'user', id: headers.get('X-Person') ?? '' }),
  ownersOf: ({ id }) => [{ kind: 'user', id }, owner, service],
  isAdmin: ({ id }) => id === 'ada',
  ownerPaths: { ...defaultOwnerPaths, service: { path: '/services/{id}', title: 'Service accounts' } },
});

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  const document = await handler(new Request('http://localhost:8080/openapi.json'));
  const types = astToString(await openapiTypes((await document.json()) as never));
  for (const [name, text] of Object.entries({ types, program, wrong }))
    writeFileSync(`${folder}${name}.ts`, text);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('a client that is generated from the document compiles if it is used correctly, and only then', () => {
  const checked = ts.createProgram([`${folder}program.ts`, `${folder}wrong.ts`], {
    strict: true,
    noEmit: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    types: ['node'],
    skipLibCheck: true,
  });
  const found = ts
    .getPreEmitDiagnostics(checked)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  expect(found).toEqual([]);
});

it('a client that is generated from the document manages keys', async () => {
  const { run } = (await import(`${folder}program.ts`)) as {
    run(fetch: (request: Request) => Promise<Response>): Promise<{ readonly token: string }>;
  };
  const done = await run(handler);
  expect(done).toMatchObject({
    state: 'rotated',
    isReplaced: true,
    isOver: true,
    owner: 'team platform',
    named: 'Nightly',
    history: [
      ['renamed', 'user ada'],
      ['rotated', 'user ada'],
      ['issued', 'user ada'],
    ],
    revoked: 204,
    names: ['Nightly'],
    service: 'service deploy/bot',
    changesOfService: 1,
    inventory: ['service', 'team', 'team'],
    affected: ['service deploy/bot', 'team platform'],
    columns: ['id', 'display', 'name', 'state'],
    unused: 0,
    refused: ['#/name'],
  });
  expect(await keys.verify(done.token)).toMatchObject({ ok: false });
});
