// A process of a service whose keys may delete their owner's other keys over MCP, once the owner has agreed. Sends its
// URL.
import { serve } from '@hono/node-server';
import { keyTools } from '@postern/agent';
import { mcpHandler } from '@postern/agent/mcp';
import { createApiKeys, eachOwner, keyActor } from '@postern/core';
import { insecureHasher } from '@postern/core/testing';
import { apiKeyAuth, principalOf } from '@postern/hono';
import { Hono } from 'hono';
import { openStorage } from './open-storage.mjs';

const [, , storage, stateKey] = process.argv;
process.on('disconnect', () => process.exit());

const { repository } = await openStorage(JSON.parse(storage));
const keys = createApiKeys({
  repository,
  hasher: insecureHasher(),
  owners: eachOwner(() => ({ active: true, permissions: [] })),
  policy: {
    decide: ({ actor, owner }) =>
      actor.kind === 'key' && actor.owner.id === owner?.id ? { ok: true } : { ok: false, message: 'no' },
  },
});
const tools = keyTools(keys, {
  ownersOf: (actor) => [actor.owner],
  offerUrl: ({ id }) => `https://app.example.com/offers/${id}`,
  deleteUrl: ({ id }) => `https://app.example.com/keys/${id}/delete`,
});
const mcp = mcpHandler(tools, { stateKey });
const app = new Hono().all('/mcp', apiKeyAuth(keys), (c) => mcp.fetch(c.req.raw, keyActor(principalOf(c))));
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  process.send({ url: `http://127.0.0.1:${port}` }),
);
