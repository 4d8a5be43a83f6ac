/** A service with a heap of its own, from the built packages. It issues keys for the test. */
import { parentPort } from 'node:worker_threads';
import { serve } from '@hono/node-server';
import { argon2Hasher } from '@postern/argon2';
import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { memoryKeyRepository } from '@postern/core/testing';
import { apiKeyAuth, principalOf } from '@postern/hono';
import { Hono } from 'hono';

const ada = { kind: 'user', id: 'ada' };
const events = [];
const kept = [];

const keys = createApiKeys({
  repository: memoryKeyRepository(),
  hasher: argon2Hasher({ memoryKiB: 8, passes: 1 }),
  owners: eachOwner(() => ({ active: true, permissions: [] })),
  policy: selfService(),
  events: { emit: (event) => events.push(event) },
});

const app = new Hono()
  .post('/keys', async (c) => c.text((await keys.issue({ owner: ada, actor: ada, name: 'k' })).token))
  .get('/plant', (c) => {
    kept.push(c.req.header('authorization'));
    return c.text('kept');
  })
  .use('/used', apiKeyAuth(keys))
  .get('/used', (c) => c.json(principalOf(c)));

const listening = serve({ fetch: app.fetch, port: 0 }, ({ port }) => parentPort.postMessage(port));

// Nothing of the service may be collected before the heap is searched.
globalThis.keep = { keys, events, kept, listening };
