/** What an application exports without writing types: its declarations may only name what it may import. */
import { keyTools } from '@postern/agent';
import { mcpHandler } from '@postern/agent/mcp';
import { argon2Hasher } from '@postern/argon2';
import { nodeArgon2 } from '@postern/argon2/node-argon2';
import { nodeRsArgon2 } from '@postern/argon2/node-rs';
import { cachedOwners, createApiKeys, eachOwner, selfService } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import * as onExpress from '@postern/express';
import * as onFastify from '@postern/fastify';
import * as onFetch from '@postern/fetch';
import * as onHono from '@postern/hono';
import { authenticator } from '@postern/http';
import * as onBun from '@postern/kysely/bun-sqlite';
import * as onNode from '@postern/kysely/node-sqlite';
import { postgresStorage } from '@postern/kysely/postgres';
import { sqliteStorage } from '@postern/kysely/sqlite';
import { managementHandler, nodeListener } from '@postern/management';
import * as onNest from '@postern/nestjs';
import { settingsPages } from '@postern/settings';
import fastify from 'fastify';
import { Hono } from 'hono';

export const storage = sqliteStorage({ file: ':memory:' });
export const otherStorage = postgresStorage({ connectionString: 'postgres://localhost/keys' });
export const nodeStorage = onNode.sqliteStorage({ file: ':memory:' });
export const bunStorage = onBun.sqliteStorage({ file: ':memory:' });
export const hasher = argon2Hasher();
export const otherHasher = argon2Hasher({ engine: nodeRsArgon2 });
export const engines = [nodeRsArgon2, nodeArgon2];
export const owners = eachOwner(() => ({ active: true, permissions: ['agents:read'] }));
export const cached = cachedOwners(owners, { ttlMs: 1_000 });
export const policy = selfService();

export const keys = createApiKeys({
  repository: storage.repository,
  hasher,
  owners,
  policy,
  kinds: ['user', 'team', 'bot'],
  permissions: ['agents:read', 'agents:write'],
});
export const defaultKeys = createApiKeys({
  repository: memoryKeyRepository(),
  hasher: insecureHasher(),
  owners: eachOwner(() => undefined),
});

const ada = { kind: 'user', id: 'ada' } as const;
const site = { authenticate: () => ada, ownersOf: () => [ada] };

export const issue = (name: string) => keys.issue({ owner: ada, actor: ada, name });
export const list = () => keys.list({ owner: ada, actor: ada });
export const history = (keyId: string) => keys.history({ keyId, actor: ada });
export const offer = () => keys.offer({ owner: ada, actor: ada, name: 'CI Pipeline' });
export async function check(token: string) {
  const verified = await keys.verify(token, { scopes: ['agents:read'] });
  return verified.ok ? verified.principal : verified.reason;
}

export const http = authenticator(keys);
export const honoAuth = onHono.apiKeyAuth(keys, { scopes: ['agents:read'] });
export const honoScopes = onHono.requireScopes(keys, 'agents:write');
export const honoKinds = onHono.requireKinds(keys, 'bot');
export const honoApp = new Hono().use(honoAuth).get('/', (c) => c.json(onHono.principalOf(c).permissions));
export const expressAuth = onExpress.apiKeyAuth(keys);
export const expressScopes = onExpress.requireScopes(keys, 'agents:write');
export const expressKinds = onExpress.requireKinds(keys, 'bot');
export const expressPrincipal = onExpress.principalOf;
export const fastifyAuth = onFastify.apiKeyAuth(keys);
export const fastifyHook = onFastify.apiKeyHook(keys);
export const fastifyScopes = onFastify.requireScopes(keys, 'agents:write');
export const fastifyKinds = onFastify.requireKinds(keys, 'bot');
export const fastifyApp = fastify()
  .register(fastifyAuth)
  .get('/', { onRequest: fastifyScopes }, (request) => [onFastify.principalOf(request), request.principal]);
export const nestModule = onNest.ApiKeyModule.forRoot(keys, { scopes: ['agents:read'] });
export const { RequireScopes, RequireKinds } = onNest.apiKeyDecorators(keys);
export const writersOnly = RequireScopes('agents:write');

export const fetchAuth = onFetch.withApiKey(keys, { scopes: ['agents:read'] });
export const fetchHandler = fetchAuth((request) => Response.json(onFetch.principalOf(request).permissions));
export const fetchRequest = (request: Request) => onFetch.authenticateRequest(keys, request);

export const manage = managementHandler(keys, site);
export const listener = nodeListener(manage);
export const pages = settingsPages(keys, site);
export const tools = keyTools(keys, { ...site, offerUrl: ({ id }) => id, deleteUrl: ({ id }) => id });
export const mcp = mcpHandler;
