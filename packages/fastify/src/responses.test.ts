import { Readable } from 'node:stream';
import cors from '@fastify/cors';
import { serviceInMemory } from '@postern/conformance/middleware';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { describe, expect, it } from 'vitest';
import { scope } from '../test-support/subject.js';
import { apiKeyAuth, type OnRefused, requireKinds, requireScopes } from './index.js';

const { keys, token } = await serviceInMemory();
const withKey = { 'x-api-key': token };
const noKey = {};

function guarded(options: { readonly onRefused?: OnRefused } = {}): FastifyInstance {
  const app = fastify();
  app.register(apiKeyAuth(keys, options));
  return app;
}

/** The application after a route was added to it. */
function withRoute(app: FastifyInstance, handler: (reply: FastifyReply) => unknown): FastifyInstance {
  return app.get('/', (_request, reply) => handler(reply));
}

describe('H10 a response after apiKeyAuth is protected', () => {
  it.each<[string, (reply: FastifyReply) => unknown]>([
    ['a value', () => ({ ok: true })],
    ['send', (reply) => reply.send('ok')],
    ['an empty body', (reply) => reply.code(204).send()],
    ['a stream', (reply) => reply.send(Readable.from(['ok']))],
    ['a web stream', (reply) => reply.send(new Blob(['ok']).stream())],
    ['a Response', () => new Response('ok')],
    ['redirect', (reply) => reply.redirect('/elsewhere')],
    ['callNotFound', (reply) => reply.callNotFound()],
    ['a hijacked reply', (reply) => reply.hijack().raw.end('ok')],
    [
      'writeHead of a hijacked reply',
      (reply) => reply.hijack().raw.writeHead(200, { 'Content-Type': 'text/plain' }).end('ok'),
    ],
    ['an error', () => Promise.reject(new Error('failed'))],
    [
      'the header that @fastify/static sets',
      (reply) => reply.header('cache-control', 'public, max-age=0').send(Readable.from(['file'])),
    ],
  ])('if the handler responds with %s', async (_what, handler) => {
    const { headers } = await withRoute(guarded(), handler).inject({ url: '/', headers: withKey });
    expect(headers).toMatchObject({ vary: 'Authorization, X-Api-Key', 'cache-control': 'private, no-store' });
  });

  it.each<[string, (app: FastifyInstance) => unknown]>([
    [
      'the error handler',
      (app) => app.setErrorHandler((_error, _request, reply) => reply.code(418).send('no')),
    ],
    [
      'an error handler that fails',
      (app) =>
        app.setErrorHandler(() => {
          throw new Error('failed again');
        }),
    ],
    [
      'a hook that fails',
      (app) => app.addHook('onSend', async () => Promise.reject(new Error('failed again'))),
    ],
  ])('if a handler fails and %s responds', async (_what, configure) => {
    const app = guarded();
    configure(app);
    const failing = withRoute(app, () => Promise.reject(new Error('failed')));
    const { headers } = await failing.inject({ url: '/', headers: withKey });
    expect(headers).toMatchObject({ vary: 'Authorization, X-Api-Key', 'cache-control': 'private, no-store' });
  });

  it.each<[string, (reply: FastifyReply) => unknown]>([
    ['header', (reply) => reply.headers({ vary: 'Origin', 'cache-control': 'max-age=5' }).send('ok')],
    ['a Response', () => new Response('ok', { headers: { vary: 'Origin', 'cache-control': 'max-age=5' } })],
    [
      'writeHead of a hijacked reply',
      (reply) =>
        reply.hijack().raw.writeHead(200, { Vary: 'Origin', 'Cache-Control': 'max-age=5' }).end('ok'),
    ],
  ])('and keeps what the handler sets with %s', async (_what, handler) => {
    const { headers } = await withRoute(guarded(), handler).inject({ url: '/', headers: withKey });
    expect(headers).toMatchObject({ vary: 'Origin, Authorization, X-Api-Key', 'cache-control': 'max-age=5' });
  });
});

describe('a refusal', () => {
  it.each<[string, OnRefused]>([
    ['returns the body', () => ({ error: 'no' })],
    ['returns a promise of the body', async () => ({ error: 'no' })],
    ['sends the body', (_request, reply) => void reply.send({ error: 'no' })],
    ['returns the reply that it sent', (_request, reply) => reply.code(200).send({ error: 'no' })],
    ['returns a promise of that reply', async (_request, reply) => reply.code(200).send({ error: 'no' })],
    [
      'sets headers of its own',
      (_request, reply) => {
        reply.headers({
          'retry-after': '9',
          'cache-control': 'public',
          'www-authenticate': 'Basic',
          vary: 'Accept',
        });
        return { error: 'no' };
      },
    ],
    [
      'writes the response itself',
      (_request, reply) => {
        const head = { 'content-type': 'application/json', 'cache-control': 'public', 'retry-after': '9' };
        reply.hijack().raw.writeHead(200, head).end('{"error":"no"}');
      },
    ],
  ])('keeps its status and headers if onRefused %s', async (_what, onRefused) => {
    const app = withRoute(guarded({ onRefused }), () => 'never');
    const { statusCode, headers, body } = await app.inject({ url: '/', headers: noKey });
    expect([statusCode, body]).toEqual([401, '{"error":"no"}']);
    expect(headers).toMatchObject({
      'content-type': expect.stringContaining('application/json'),
      'www-authenticate': 'Bearer realm="api"',
      'cache-control': 'no-store',
      vary: expect.stringContaining('Authorization, X-Api-Key'),
    });
    expect(headers).not.toHaveProperty('retry-after');
  });

  it.each<[string, OnRefused]>([
    ['throws', () => raise(new Error('failed'))],
    ['throws undefined', () => raise(undefined)],
    ['rejects', async () => raise(Object.assign(new Error('failed'), { statusCode: 500 }))],
    ['rejects without a reason', () => Promise.reject()],
    [
      'throws after it changed the reply',
      (_request, reply) => {
        reply.code(403).headers({ 'cache-control': 'public', 'www-authenticate': 'Basic' });
        raise(new Error('failed'));
      },
    ],
    ['returns what cannot be sent', (_request, reply) => [reply.type('text/plain'), { error: 'no' }][1]],
  ])('lets no one in if onRefused %s, and no cache stores the response', async (_what, onRefused) => {
    let handled = 0;
    const app = withRoute(guarded({ onRefused }), () => {
      handled += 1;
    });
    const { statusCode, headers } = await app.inject({ url: '/', headers: noKey });
    expect(statusCode).toBe(500);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', vary: 'Authorization, X-Api-Key' });
    expect(headers).not.toHaveProperty('www-authenticate');
    expect(handled).toBe(0);
  });

  // Vitest fails if the rejection is left uncaught: it would end the process of a service.
  it('is complete if onRefused fails after it has sent it', async () => {
    const onRefused: OnRefused = async (_request, reply) => {
      reply.send({ error: 'no' });
      throw new Error('the audit log is full');
    };
    const app = withRoute(guarded({ onRefused }), () => 'never');
    const { statusCode, body } = await app.inject({ url: '/', headers: noKey });
    expect([statusCode, body]).toEqual([401, '{"error":"no"}']);
  });

  it('passes the onSend hooks of the application, which cannot change its status and headers', async () => {
    const app = withRoute(guarded(), () => 'never');
    app.addHook('onSend', async (_request, reply) => {
      reply.code(200).headers({ 'x-request-id': '7', 'cache-control': 'public' });
    });
    const { statusCode, headers } = await app.inject({ url: '/', headers: noKey });
    expect(statusCode).toBe(401);
    expect(headers).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': '7',
    });
  });

  it('is not an error: the error handler is not involved', async () => {
    const app = withRoute(guarded(), () => 'never');
    app.setErrorHandler(() => raise(new Error('must not be called')));
    expect((await app.inject({ url: '/', headers: noKey })).statusCode).toBe(401);
  });
});

describe('a requirement', () => {
  it.each<[string, (app: FastifyInstance) => unknown]>([
    ['onRequest', (app) => app.get('/', { onRequest: requireScopes(keys, 'agents:write') }, () => 'ok')],
    [
      'onRequest, in a list',
      (app) => app.get('/', { onRequest: [requireScopes(keys, 'agents:write')] }, () => 'ok'),
    ],
    ['preHandler', (app) => app.get('/', { preHandler: requireScopes(keys, 'agents:write') }, () => 'ok')],
    [
      'addHook, before the plugin is registered',
      (app) =>
        app.register(
          scope((inner) => {
            inner.addHook('preHandler', requireScopes(keys, 'agents:write'));
            inner.get('/', () => 'ok');
          }),
        ),
    ],
  ])('can be a hook: %s', async (_how, addRoute) => {
    const app = fastify();
    addRoute(app);
    app.register(apiKeyAuth(keys));
    expect((await app.inject({ url: '/', headers: withKey })).statusCode).toBe(200);
    expect((await app.inject({ url: '/', headers: noKey })).statusCode).toBe(401);
  });

  it('of a GET route is required of HEAD too', async () => {
    const app = guarded();
    app.get('/', { onRequest: requireKinds(keys, 'team') }, () => 'never');
    const { statusCode, headers, body } = await app.inject({ method: 'HEAD', url: '/', headers: withKey });
    expect([statusCode, headers['cache-control'], body]).toEqual([403, 'no-store', '']);
  });

  it('throws for wrong names when it is created', () => {
    const wrong = expect.objectContaining({ code: 'ERR_INVALID_CONFIG' });
    expect(() => requireScopes(keys, ...([] as unknown as ['agents:read']))).toThrow(wrong);
    expect(() => requireKinds(keys, ...([] as unknown as ['user']))).toThrow(wrong);
    expect(() => requireScopes(keys, 'agents:delete' as never)).toThrow(wrong);
    expect(() => requireKinds(keys, 'robot' as never)).toThrow(wrong);
  });
});

describe('@fastify/cors', () => {
  const origin = 'https://a.example';
  const preflight = { origin, 'access-control-request-method': 'GET' };
  const policy = { origin: [origin] };

  it('answers preflights, and lets browsers read refusals, if it is registered first', async () => {
    const app = fastify();
    app.register(cors, policy);
    app.register(apiKeyAuth(keys));
    withRoute(app, () => 'ok');
    expect((await app.inject({ method: 'OPTIONS', url: '/', headers: preflight })).statusCode).toBe(204);
    for (const [status, headers] of [
      [401, { origin }],
      [200, { origin, ...withKey }],
    ] as const) {
      const response = await app.inject({ url: '/', headers });
      expect(response.statusCode).toBe(status);
      expect(response.headers).toMatchObject({
        'access-control-allow-origin': origin,
        vary: 'Origin, Authorization, X-Api-Key',
      });
    }
  });

  it('answers preflights in the application, for a scope that registers apiKeyAuth', async () => {
    const app = fastify();
    app.register(cors, policy);
    app.register(
      scope((api) => withRoute(api.register(apiKeyAuth(keys)), () => 'ok')),
      { prefix: '/api' },
    );
    expect((await app.inject({ method: 'OPTIONS', url: '/api', headers: preflight })).statusCode).toBe(204);
  });

  it('H11 answers preflights after apiKeyAuth only with preflight: true', async () => {
    for (const [options, status] of [
      [{}, 401],
      [{ preflight: true }, 204],
    ] as const) {
      const app = fastify();
      app.register(apiKeyAuth(keys, options));
      app.register(cors, policy);
      withRoute(app, () => 'ok');
      expect((await app.inject({ method: 'OPTIONS', url: '/', headers: preflight })).statusCode).toBe(status);
    }
  });
});

function raise(error: unknown): never {
  throw error;
}
