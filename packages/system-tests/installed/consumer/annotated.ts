/** What an application exports with types that it wrote itself, as `isolatedDeclarations` requires. */
import type { DynamicModule } from '@nestjs/common';
import { type KeyTool, keyTools } from '@postern/agent';
import { type McpHandler, mcpHandler } from '@postern/agent/mcp';
import { argon2Hasher } from '@postern/argon2';
import {
  type ApiKeys,
  createApiKeys,
  eachOwner,
  type OwnerDirectory,
  type Verification,
} from '@postern/core';
import type { Hasher } from '@postern/core/ports';
import * as onExpress from '@postern/express';
import * as onFastify from '@postern/fastify';
import * as onHono from '@postern/hono';
import { type Authenticator, authenticator } from '@postern/http';
import { type KeyStorage, postgresStorage } from '@postern/kysely/postgres';
import {
  type ManagementHandler,
  managementHandler,
  type NodeListener,
  nodeListener,
} from '@postern/management';
import * as onNest from '@postern/nestjs';
import { type SettingsHandler, settingsPages } from '@postern/settings';
import type { MiddlewareHandler } from 'hono';

type Kind = 'user' | 'bot';
type Permission = 'agents:read';

const site = { authenticate: () => ({ kind: 'user', id: 'ada' }) as const, ownersOf: () => [] };

export const storage: KeyStorage = postgresStorage({ connectionString: 'postgres://localhost/keys' });
export const hasher: Hasher = argon2Hasher();
export const owners: OwnerDirectory = eachOwner(() => undefined);
export const keys: ApiKeys<Kind, Permission> = createApiKeys({
  repository: storage.repository,
  hasher,
  owners,
  kinds: ['user', 'bot'],
  permissions: ['agents:read'],
});
export const verify = (token: string): Promise<Verification<Kind, Permission>> => keys.verify(token);
export const http: Authenticator = authenticator(keys);
export const honoAuth: MiddlewareHandler<onHono.ApiKeyEnv> = onHono.apiKeyAuth(keys);
export const expressAuth: onExpress.RouteHandler = onExpress.apiKeyAuth(keys);
export const fastifyAuth: onFastify.ApiKeyAuthPlugin = onFastify.apiKeyAuth(keys);
export const fastifyHook: onFastify.RouteHook = onFastify.apiKeyHook(keys);
export const nestModule: DynamicModule = onNest.ApiKeyModule.forRoot(keys);
export const nestDecorators: onNest.ApiKeyDecorators<Kind, Permission> = onNest.apiKeyDecorators(keys);
export const manage: ManagementHandler = managementHandler(keys, site);
export const listener: NodeListener = nodeListener(manage);
export const pages: SettingsHandler = settingsPages(keys, site);
export const tools: readonly KeyTool[] = keyTools(keys, {
  ...site,
  offerUrl: () => '/',
  deleteUrl: () => '/',
});
export const mcp: McpHandler = mcpHandler(tools);
