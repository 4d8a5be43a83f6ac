import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { apiKeyAuth } from '@postern/hono';
import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { anthropicRoutes, openaiRoutes } from '../routes/model-routes.js';
import { stillValid } from './still-valid.js';

const ada = { kind: 'user', id: 'ada' } as const;

async function keyService() {
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: ['models:use'] })),
    policy: selfService(),
  });
  const { token, key } = await keys.issue({ owner: ada, actor: ada, name: 'streams' });
  const auth = apiKeyAuth(keys);
  const app = new Hono()
    .use(auth)
    .route('/anthropic', anthropicRoutes(stillValid(auth)))
    .route('/openai', openaiRoutes(stillValid(auth)));
  return {
    app,
    headers: { Authorization: `Bearer ${token}` },
    revoke: () => keys.revoke(key.id, { actor: ada }),
  };
}

const body = JSON.stringify({
  ...{ model: 'auto', max_tokens: 1_000, stream: true },
  messages: [{ role: 'user', content: 'Tell me something long' }],
});

it.each(['/anthropic/v1/messages', '/openai/v1/chat/completions'])(
  'S01 a stream of %s stops as soon as its key is revoked',
  async (path) => {
    const { app, headers, revoke } = await keyService();
    const stream = async () => (await app.request(path, { method: 'POST', headers, body })).body?.getReader();
    const whole = await stream();
    let events = 0;
    for (let next = await whole?.read(); next?.done === false; next = await whole?.read()) events += 1;
    expect(events).toBeGreaterThan(10);

    const cut = await stream();
    expect((await cut?.read())?.done).toBe(false);
    await revoke();
    expect((await cut?.read())?.done).toBe(true);
  },
);
