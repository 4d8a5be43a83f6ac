import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Controller, Get } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { argon2Hasher } from '@postern/argon2';
import {
  type ApiKeys,
  createApiKeys,
  eachOwner,
  type IssuedKey,
  type Principal,
  selfService,
} from '@postern/core';
import { apiKeyAuth as expressAuth, principalOf as expressPrincipal } from '@postern/express';
import { apiKeyAuth as fastifyAuth, principalOf as fastifyPrincipal } from '@postern/fastify';
import { principalOf as fetchPrincipal, withApiKey } from '@postern/fetch';
import { apiKeyAuth as honoAuth, principalOf as honoPrincipal } from '@postern/hono';
import { sqliteStorage } from '@postern/kysely/sqlite';
import { ApiKeyGuard, ApiKeyModule, CurrentPrincipal } from '@postern/nestjs';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { failInEveryPart } from './fail-in-every-part.js';
import { type Sighting, startHostLog } from './host-log.js';

const ada = { kind: 'user', id: 'ada' } as const;
const checkKeys = { keys: [new Uint8Array(32).fill(7)] };

/** The results of a run. */
export interface Run {
  readonly issued: readonly IssuedKey[];
  /** Everything that someone could see, and where. */
  readonly seen: readonly Sighting[];
  /** Closes the storage. Until then its write-ahead log exists. */
  readonly close: () => Promise<void>;
}

/** Issues 1,000 keys into the file `keys.sqlite`, and uses them with each adapter, correctly and incorrectly. */
export async function useAThousandKeys(directory: string): Promise<Run> {
  const seen: Sighting[] = [];
  const issued: IssuedKey[] = [];
  const log = startHostLog(seen);

  const storage = sqliteStorage({ file: join(directory, 'keys.sqlite') });
  await storage.migrate();
  // The cost of a hash changes neither what is stored nor where.
  const hasher = argon2Hasher({ memoryKiB: 8, passes: 1 });
  const owners = eachOwner(() => ({ active: true, permissions: ['agents:read'] }));
  const parts = { repository: storage.repository, hasher, owners, policy: selfService(), checkKeys };
  const config = { ...parts, events: { emit: log.event } };
  const keys = createApiKeys(config);
  const serveEach = [serveHono, serveExpress, serveFastify, serveFetch, serveNest];
  const servers = await Promise.all(serveEach.map((start) => start(keys)));

  async function send(what: string, index: number, headers: Record<string, string>, path = '/') {
    const response = await fetch(`${servers[index % servers.length]?.url}${path}`, { headers });
    seen.push({
      where: `a response to ${what}`,
      what: { headers: [...response.headers], body: await response.text() },
    });
    return response.status;
  }

  async function issueAndUse(index: number): Promise<void> {
    const key = await keys.issue({ owner: ada, actor: ada, name: `key ${index}` });
    issued.push(key);
    const headers = index % 4 < 2 ? { Authorization: `Bearer ${key.token}` } : { 'x-api-key': key.token };
    const status = await send('a use', index, headers);
    if (status !== 200) throw new Error(`a valid key got ${status}`);
  }

  for (let index = 0; index < 1_000; index += 2)
    await Promise.all([issueAndUse(index), issueAndUse(index + 1)]);

  for (const [index, { token, key }] of issued.slice(0, 20).entries()) {
    await send('a mutated token', index, { 'x-api-key': `${token.slice(0, -1)}!` });
    const other = `Bearer ${issued[index + 1]?.token}`;
    await send('two tokens', index, { 'x-api-key': token, Authorization: other });
    await send('a token in the URL', index, {}, `/?key=${token}`);
    await send('a token without its scheme', index, { Authorization: token });
    for (const error of await failInEveryPart(config, issued[index] as IssuedKey)) log.error(error);
    await keys.revoke(key.id, { actor: ada, reason: 'a test' });
    await send('a revoked token', index, { Authorization: `Bearer ${token}` });
  }
  await keys.close();
  await keys.verify(issued.at(-1)?.token ?? ''); // this use is no longer recorded
  log.stop();
  for (const what of [keys, storage, hasher, ...issued]) seen.push({ where: 'an instance', what });

  return {
    issued,
    seen,
    async close() {
      for (const { server } of servers) server.close();
      await storage.close();
    },
  };
}

async function serveHono(keys: ApiKeys) {
  const app = new Hono().use(honoAuth(keys)).get('/', (c) => c.json(honoPrincipal(c)));
  const server = serve({ fetch: app.fetch, port: 0 });
  await once(server, 'listening');
  return { app, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function serveExpress(keys: ApiKeys) {
  const app = express()
    .use(expressAuth(keys))
    .get('/', (req, res) => void res.json(expressPrincipal(req)));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { app, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function serveFastify(keys: ApiKeys) {
  const app = fastify();
  app.register(fastifyAuth(keys));
  app.get('/', (request) => fastifyPrincipal(request));
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { server } = app;
  return { app, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function serveFetch(keys: ApiKeys) {
  const app = withApiKey(keys)((request: Request) => Response.json(fetchPrincipal(request)));
  const server = serve({ fetch: (request) => app(request), port: 0 });
  await once(server, 'listening');
  return { app, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function serveNest(keys: ApiKeys) {
  @Controller()
  class Root {
    @Get()
    principal(@CurrentPrincipal() principal: Principal) {
      return principal;
    }
  }
  const app = await NestFactory.create({
    module: class Application {},
    imports: [ApiKeyModule.forRoot(keys)],
    providers: [{ provide: APP_GUARD, useExisting: ApiKeyGuard }],
    controllers: [Root],
  });
  await app.listen(0, '127.0.0.1');
  return { app, server: app.getHttpServer(), url: await app.getUrl() };
}
