import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter, once } from 'node:events';
import { request as sendRequest } from 'node:http';
import { connect } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { serviceInMemory } from '@postern/conformance/middleware';
import fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { describe, expect, it } from 'vitest';
import { scope } from '../test-support/subject.js';
import { apiKeyAuth, apiKeyHook, principalOf, requireScopes } from './index.js';

const { keys, events, issue } = await serviceInMemory();
const { token, key } = await issue();
const withKey = { 'x-api-key': token };
const principal = {
  owner: { kind: 'user', id: 'ada' },
  keyId: key.id,
  permissions: ['agents:read', 'agents:write'],
};
const wrongConfig = expect.objectContaining({ code: 'ERR_INVALID_CONFIG' });

/** Sends a request within the process, with a valid key unless it has other headers. */
async function send(app: FastifyInstance, url = '/', given: InjectOptions = {}) {
  return app.inject({ url, headers: withKey, ...given });
}

async function statusesOf(app: FastifyInstance, url: string): Promise<readonly number[]> {
  return [(await send(app, url)).statusCode, (await send(app, url, { headers: {} })).statusCode];
}

describe('the principal of a request', () => {
  it('is returned by principalOf, and is request.principal', async () => {
    const app = fastify();
    app.register(apiKeyAuth(keys));
    app.get('/', (request) => [principalOf(request), request.principal]);
    expect((await send(app)).json()).toEqual([principal, principal]);
  });

  it('is undefined on an open route, next to the plugin or without it', async () => {
    const app = fastify();
    app.register(
      scope((api) => {
        api.register(apiKeyAuth(keys));
        api.get('/guarded', (request) => ({ found: request.principal !== undefined }));
      }),
    );
    app.get('/open', (request) => ({ found: request.principal !== undefined }));
    expect((await send(app, '/guarded')).json()).toEqual({ found: true });
    expect((await send(app, '/open')).json()).toEqual({ found: false });
  });

  it('is undefined in a preflight, for which principalOf throws', async () => {
    const app = fastify();
    app.register(apiKeyAuth(keys, { preflight: true }));
    app.options('/', (request) => {
      expect(() => principalOf(request)).toThrow(expect.objectContaining({ code: 'ERR_NOT_AUTHENTICATED' }));
      return { found: request.principal !== undefined };
    });
    const headers = { origin: 'https://a.example', 'access-control-request-method': 'PUT' };
    expect((await send(app, '/', { method: 'OPTIONS', headers })).json()).toEqual({ found: false });
  });

  it('cannot be overwritten, and is neither copied nor written as JSON with the request', async () => {
    const app = fastify();
    app.register(apiKeyAuth(keys));
    app.get('/', (request) => {
      expect(() => Object.assign(request, { principal: { owner: 'eve' } })).toThrow(TypeError);
      return [principalOf(request).owner, Object.keys(request).includes('principal')];
    });
    expect((await send(app)).json()).toEqual([principal.owner, false]);
  });

  it('of another plugin is not replaced: the application does not start', async () => {
    const app = fastify();
    app.decorateRequest('principal', { getter: () => undefined });
    app.register(apiKeyAuth(keys));
    await expect(app.ready()).rejects.toThrow(
      expect.objectContaining({ code: 'FST_ERR_DEC_ALREADY_PRESENT' }),
    );
  });
});

describe('the plugin', () => {
  it('applies to the scope that registers it and the scopes within, whatever is registered first', async () => {
    const app = fastify();
    app.get('/open', () => 'ok');
    app.register(
      scope((api) => {
        api.get('/before', () => 'ok');
        api.register(scope((inner) => inner.get('/in-a-scope-before', () => 'ok')));
        api.register(apiKeyAuth(keys));
        api.get('/after', () => 'ok');
        api.register(scope((inner) => inner.get('/in-a-scope-after', () => 'ok')));
      }),
      { prefix: '/api' },
    );
    app.register(scope((next) => next.get('/in-the-next-scope', () => 'ok')));
    for (const path of ['/api/before', '/api/in-a-scope-before', '/api/after', '/api/in-a-scope-after'])
      expect([path, ...(await statusesOf(app, path))]).toEqual([path, 200, 401]);
    for (const path of ['/open', '/in-the-next-scope'])
      expect([path, ...(await statusesOf(app, path))]).toEqual([path, 200, 200]);
  });

  it('applies to paths without a route if its scope handles them', async () => {
    const app = fastify();
    for (const prefix of ['/a', '/b'])
      app.register(
        scope((api) => {
          api.register(apiKeyAuth(keys));
          if (prefix === '/b') api.setNotFoundHandler((_, reply) => reply.code(404).send('not found'));
        }),
        { prefix },
      );
    expect(await statusesOf(app, '/a/missing')).toEqual([404, 404]);
    expect(await statusesOf(app, '/b/missing')).toEqual([404, 401]);
  });

  it('can be registered twice in a scope, and the options of the last one count', async () => {
    const app = fastify();
    app.register(apiKeyAuth(keys));
    app.register(apiKeyAuth(keys, { realm: 'second', kinds: ['team'] }));
    app.get('/', () => 'ok');
    const response = await send(app);
    expect(response.statusCode).toBe(403);
    expect(response.headers['www-authenticate']).toContain('realm="second"');
  });

  it('has a name that other plugins can depend on', async () => {
    const app = fastify();
    await app.register(apiKeyAuth(keys));
    expect(app.hasPlugin('@postern/fastify')).toBe(true);
  });

  it('does not start if its options are passed to register, where they would have no effect', async () => {
    for (const options of [
      { scopes: ['agents:write'] },
      { kinds: ['team'] },
      { realm: 'a' },
      { preflight: true },
      { removeCredential: true },
    ]) {
      const app = fastify();
      app.register(apiKeyAuth(keys), options as never);
      await expect(app.ready()).rejects.toThrow(wrongConfig);
    }
  });

  it('H05 sees the URL as it was sent, even if the application rewrites it', async () => {
    const app = fastify({ rewriteUrl: () => '/agents' });
    app.register(apiKeyAuth(keys));
    events.length = 0;
    await send(app, `/?key=${token}`, { headers: {} });
    expect(events[0]).toEqual({ type: 'credential_in_url' });
  });

  it('H04 inject sends a header twice if it is given a list', async () => {
    const app = fastify();
    app.register(apiKeyAuth(keys));
    app.get('/', () => 'ok');
    expect((await send(app)).statusCode).toBe(200);
    expect((await send(app, '/', { headers: { 'x-api-key': [token, token] } })).statusCode).toBe(400);
  });

  it('never reaches the handler of a refused request whose client disconnects', async () => {
    let handled = 0;
    const app = fastify();
    const steps = new EventEmitter();
    const sending = once(steps, 'sending');
    app.register(apiKeyAuth(keys));
    app.addHook('onSend', async () => {
      steps.emit('sending');
      await once(steps, 'send');
    });
    app.get('/', () => {
      handled += 1;
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    const closed = new Promise((resolve) =>
      app.server.on('connection', (socket) => socket.on('close', resolve)),
    );
    const client = sendRequest({ port: (app.server.address() as AddressInfo).port, host: '127.0.0.1' });
    client.on('error', () => undefined).end();
    await sending;
    client.destroy();
    await closed;
    for (let turn = 0; turn < 10; turn += 1) await nextTurn();
    steps.emit('send');
    await app.close();
    expect(handled).toBe(0);
  });

  it('works over HTTP/2, and its response is protected', async () => {
    const app = fastify({ http2: true });
    app.register(apiKeyAuth(keys));
    app.get('/', { onRequest: requireScopes(keys, 'agents:read') }, (request) => principalOf(request));
    await app.listen({ port: 0, host: '127.0.0.1' });
    const session = connect(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`);
    for (const [headers, status, cacheControl] of [
      [withKey, 200, 'private, no-store'],
      [{}, 401, 'no-store'],
    ] as const) {
      const [response] = await once(session.request(headers).resume(), 'response');
      expect(response).toMatchObject({
        ':status': status,
        'cache-control': cacheControl,
        vary: 'Authorization, X-Api-Key',
      });
    }
    session.close();
    await app.close();
  });

  it('has a hook that an application can call itself', async () => {
    const requireKey = apiKeyHook(keys, { realm: 'mine' });
    const app = fastify();
    app.addHook('onRequest', (request, reply, done) =>
      request.headers.cookie === 'session=ada' ? done() : requireKey(request, reply, done),
    );
    app.get('/', () => 'ok');
    expect(await statusesOf(app, '/')).toEqual([200, 401]);
    expect((await send(app, '/', { headers: { cookie: 'session=ada' } })).statusCode).toBe(200);
  });

  it('keeps the context in which a request began, although verifications are shared', async () => {
    const context = new AsyncLocalStorage<string>();
    const app = fastify();
    app.addHook('onRequest', (request, _reply, done) => context.run(String(request.headers.cookie), done));
    app.register(apiKeyAuth(keys));
    app.get('/', () => context.getStore());
    const names = ['ada', 'bob', 'eve'];
    const sent = names.map((cookie) => send(app, '/', { headers: { ...withKey, cookie } }));
    expect((await Promise.all(sent)).map(({ body }) => body)).toEqual(names);
  });
});
