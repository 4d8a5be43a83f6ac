/** A service with the settings pages and everything else that needs no native module. A test bundles it. */
import { createServer } from 'node:http';
import { keyTools } from '@postern/agent';
import { createApiKeys, eachOwner, selfService } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { apiKeyAuth as expressAuth } from '@postern/express';
import { apiKeyAuth as honoAuth } from '@postern/hono';
import { managementHandler, nodeListener } from '@postern/management';
import { settingsPages } from '@postern/settings';

const keys = createApiKeys({
  repository: memoryKeyRepository(),
  hasher: insecureHasher(),
  owners: eachOwner(() => ({ active: true, permissions: [] })),
  policy: selfService(),
});
const host = { authenticate: () => ({ kind: 'user', id: 'ada' }), ownersOf: (actor) => [actor] };
const pages = settingsPages(keys, host);
const api = managementHandler(keys, host);
keyTools(keys, { ...host, offerUrl: () => '/offers', deleteUrl: () => '/delete' });
expressAuth(keys);
honoAuth(keys);

const listen = nodeListener((request) =>
  (new URL(request.url).pathname === '/openapi.json' ? api : pages)(request),
);
const server = createServer(listen).listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});
