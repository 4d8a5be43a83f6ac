import { expect, test } from '@jest/globals';
import { argon2Hasher } from '@postern/argon2';
import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { memoryKeyRepository } from '@postern/core/testing';
import { apiKeyAuth } from '@postern/hono';
import { Hono } from 'hono';

const ada = { kind: 'user', id: 'ada' };

test('a key opens a route', async () => {
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher: argon2Hasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: selfService(),
  });
  const { token } = await keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });
  const app = new Hono().use(apiKeyAuth(keys)).get('/', (c) => c.text('open'));
  expect((await app.request('/', { headers: { 'x-api-key': token } })).status).toBe(200);
  expect((await app.request('/')).status).toBe(401);
});
