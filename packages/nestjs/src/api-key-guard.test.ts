import { once } from 'node:events';
import { createServer, type IncomingMessage, request, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, type ExecutionContext, Get, Injectable } from '@nestjs/common';
import { APP_GUARD, ExternalContextCreator } from '@nestjs/core';
import { serviceInMemory } from '@postern/conformance/middleware';
import type { Principal } from '@postern/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApplication, type Parts, serveText } from '../test-support/request.js';
import {
  ApiKeyGuard,
  type ApiKeyGuardOptions,
  ApiKeyModule,
  apiKeyDecorators,
  CurrentPrincipal,
  principalOf,
  SkipApiKey,
} from './index.js';

const { keys, token, events, issue } = await serviceInMemory();
const { RequireScopes } = apiKeyDecorators(keys);
const withKey = { 'x-api-key': token };
const imports = [ApiKeyModule.forRoot(keys)];

@Controller()
class Routes {
  @Get('closed')
  closed(@CurrentPrincipal() { owner }: Principal) {
    return owner.id;
  }

  @Get('open')
  @SkipApiKey()
  open() {
    return 'open';
  }

  @Get('nobody')
  @SkipApiKey()
  nobody(@CurrentPrincipal() { owner }: Principal) {
    return owner.id;
  }
}

describe.each(['Express', 'Fastify'] as const)('on %s, a global ApiKeyGuard', (platform) => {
  const providers = [{ provide: APP_GUARD, useExisting: ApiKeyGuard }];

  it('protects every route but those with SkipApiKey, which have no principal', async () => {
    const get = await serveText({ imports, controllers: [Routes], providers }, platform);
    expect(await get('closed', withKey)).toEqual([200, 'ada']);
    expect((await get('closed'))[0]).toBe(401);
    expect(await get('open')).toEqual([200, 'open']);
    expect((await get('nobody', withKey))[0]).toBe(500);
  });

  it('H05 sees the URL as it was sent, even if a middleware has rewritten it', async () => {
    for (const url of [undefined, '/closed']) {
      const middleware: Parts['middleware'] = (req, _res, next) => {
        req.url = url ?? req.url ?? '';
        next();
      };
      const get = await serveText({ imports, controllers: [Routes], providers, middleware }, platform);
      events.length = 0;
      await get(`closed?key=${token}`);
      expect(events[0]).toEqual({ type: 'credential_in_url' });
    }
  });

  it('finds the headers even if a middleware adds a property raw to the request', async () => {
    const middleware: Parts['middleware'] = (req, _res, next) => {
      Object.assign(req, { raw: Buffer.from('a body') });
      next();
    };
    const get = await serveText({ imports, controllers: [Routes], providers, middleware }, platform);
    expect(await get('closed', withKey)).toEqual([200, 'ada']);
  });
});

it('a guard that extends ApiKeyGuard can let a session in first', async () => {
  @Injectable()
  class KeyOrSession extends ApiKeyGuard {
    override async canActivate(context: ExecutionContext) {
      const { headers } = context.switchToHttp().getRequest<IncomingMessage>();
      return headers.cookie === 'session=ada' || super.canActivate(context);
    }
  }
  const providers = [{ provide: APP_GUARD, useClass: KeyOrSession }];
  const get = await serveText({ imports, controllers: [Routes], providers });
  expect(await get('closed', withKey)).toEqual([200, 'ada']);
  expect((await get('closed', { cookie: 'session=eve' }))[0]).toBe(401);
  // It has no principal, so a handler that needs one fails.
  expect((await get('closed', { cookie: 'session=ada' }))[0]).toBe(500);
});

/** What a resolver of GraphQL gets as its third argument. */
interface Operation {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

describe('in a context that is not HTTP', () => {
  class Resolver {
    @RequireScopes('agents:write')
    agents(_parent: unknown, _arguments: unknown, { req }: Operation) {
      return principalOf(req).owner.id;
    }
  }

  /** Creates a function that runs the resolver as `@nestjs/graphql` does, with the guards. */
  async function createRun(options: ApiKeyGuardOptions<'user' | 'team', 'agents:read'>) {
    const providers = [Resolver, { provide: APP_GUARD, useExisting: ApiKeyGuard }];
    const parts = { imports: [ApiKeyModule.forRoot(keys, options)], controllers: [], providers };
    const app = await createApplication(parts);
    const resolver = app.get(Resolver);
    const none = undefined;
    return app
      .get(ExternalContextCreator)
      .create(
        resolver,
        resolver.agents as (...args: unknown[]) => unknown,
        'agents',
        '',
        none,
        none,
        none,
        none,
        'graphql',
      );
  }

  async function listen() {
    const server = createServer().listen(0);
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return { server, port: (server.address() as AddressInfo).port };
  }

  /** Serves the resolver with status 200, for errors too. */
  async function serveResolver(options: ApiKeyGuardOptions<'user' | 'team', 'agents:read'>) {
    const run = await createRun(options);
    const { server, port } = await listen();
    server.on('request', async (req, res) => {
      const answer = await run(undefined, {}, { req, res }).catch((error: Error) => error.message);
      res.end(answer);
    });
    return (headers: Record<string, string>) =>
      fetch(`http://localhost:${port}`, { headers: { ...headers, connection: 'close' } });
  }

  it('the guards throw an error if they do not know where the request is', async () => {
    const get = await serveResolver({});
    expect(await (await get(withKey)).text()).toContain('set switchToHttp');
  });

  const switchToHttp = (context: ExecutionContext) => {
    const { req, res } = context.getArgByIndex<Operation>(2);
    return { request: req, response: res };
  };

  it('S01 each message of a web socket verifies the key of its handshake again', async () => {
    const run = await createRun({ switchToHttp });
    const { server, port } = await listen();
    const { token, key } = await issue();
    const headers = { connection: 'upgrade', upgrade: 'websocket', 'x-api-key': token };
    const socket = request({ port, headers }).on('error', () => undefined);
    socket.end();
    onTestFinished(() => void socket.destroy());
    const [req] = (await once(server, 'upgrade')) as [IncomingMessage];
    const res = new ServerResponse(req);
    const { writeHead } = res;
    const message = () => run(undefined, {}, { req, res }).catch((error: Error) => error.message);
    expect([await message(), await message()]).toEqual(['ada', 'ada']);
    expect(res.writeHead).toBe(writeHead);
    await keys.revoke(key.id, { actor: { kind: 'system', id: 'test' } });
    expect(await message()).toMatch(/not valid/);
  });

  it('the guards take the request from switchToHttp, and leave the refusal to the protocol', async () => {
    const get = await serveResolver({ switchToHttp });
    expect(await (await get(withKey)).text()).toBe('ada');
    const refused = await get({});
    expect([refused.status, await refused.text()]).toEqual([200, expect.stringContaining('Send an API key')]);
    expect(refused.headers.get('Cache-Control')).toBe('private, no-store');
    expect(refused.headers.get('WWW-Authenticate')).toBeNull();
  });
});
