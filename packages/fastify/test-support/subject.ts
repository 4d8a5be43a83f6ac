import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  codeThrownBy,
  type Echo,
  earlierHeaders,
  type MakeMiddlewareSubject,
  type MiddlewareSetup,
} from '@postern/conformance/middleware';
import fastify, {
  type FastifyInstance,
  type FastifyPluginCallback,
  type FastifyReply,
  type FastifyRequest,
  type RouteHandlerMethod,
} from 'fastify';
import { apiKeyAuth, type OnRefused, principalOf, requireKinds, requireScopes } from '../src/index.js';

/** The subject of the middleware contract: Fastify. */
export const fastifySubject: MakeMiddlewareSubject = async (setup) => {
  const { app, names, handled } = subjectApp(setup);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return { port, names, handled, close: () => app.close() };
};

function subjectApp({ keys, otherKeys, options, refusedBody }: MiddlewareSetup) {
  let handled = 0;
  const counted =
    (answer: Answer): RouteHandlerMethod =>
    async (request, reply) => {
      handled += 1;
      return answer(request, reply);
    };
  const ok = counted(() => 'ok');
  const onRefused: OnRefused | undefined =
    refusedBody &&
    (async (_, reply, refusal) => {
      const body = refusedBody(refusal);
      reply.code(200).headers({ 'Cache-Control': 'public', 'WWW-Authenticate': 'Basic' });
      return body;
    });

  const guard = apiKeyAuth(keys, { ...options, onRefused });
  const required = [requireScopes(keys, 'agents:read', 'agents:write'), requireKinds(keys, 'team')] as const;
  const app = fastify();
  app.all('/open', (request) => codeThrownBy(() => principalOf(request)));
  app.all('/unguarded', { onRequest: requireScopes(keys, 'agents:read') }, ok);
  app.register(
    scope((api) => {
      api.addHook('onRequest', (request, reply, done) => {
        if (request.url === '/after-others') reply.headers(earlierHeaders);
        done();
        if (request.url === '/timed-out') reply.code(503).send('timed out');
      });
      api.register(guard);
      // Otherwise, the scope would leave paths without a route to the application, which is open.
      api.setNotFoundHandler((_, reply) => reply.code(404).send('not found'));
      // So that the handler reads the body itself, and gets one of any type.
      api.removeAllContentTypeParsers();
      api.addContentTypeParser('*', (_request, _payload, done) => done(null));
      for (const [path, answer] of Object.entries(answers)) api.all(path, counted(answer));
      api.all('/scopes', { onRequest: required[0] }, ok);
      api.all('/kinds', { onRequest: required[1] }, ok);
      api.all('/other-keys', { onRequest: requireScopes(otherKeys, 'agents:read') }, ok);
      api.register(
        scope((inner) => {
          inner.register(apiKeyAuth(keys, { realm: 'second', headers: ['authorization'] }));
          inner.all('/twice', { onRequest: required[1] }, ok);
        }),
      );
      api.register(
        scope((inner) => {
          inner.register(apiKeyAuth(otherKeys, { realm: 'other', headers: ['x-api-key'] }));
          inner.all('/two-services', counted(principalOf));
        }),
      );
    }),
  );
  const names = [guard, ...required].map(({ name }) => name);
  return { app, names, handled: () => handled };
}

type Answer = (request: FastifyRequest, reply: FastifyReply) => unknown;

/** What the handlers behind `apiKeyAuth` alone respond with, by path. */
const answers: Readonly<Record<string, Answer>> = {
  '/principal': principalOf,
  '/after-others': () => 'ok',
  '/timed-out': () => 'ok',
  '/own-headers': (_, reply) =>
    reply.headers({ Vary: 'Accept-Encoding', 'Cache-Control': 'public, max-age=60' }).send('ok'),
  '/streamed': (_, reply) => reply.send(Readable.from(inTwoPieces())),
  '/echo': async ({ headers, raw }): Promise<Echo> => ({
    headers: [headers, raw.headers, raw.headersDistinct, raw.rawHeaders],
    body: await text(raw),
  }),
  '/throws': () => {
    throw new Error('thrown by the handler');
  },
};

/** A plugin with a scope of its own. */
export function scope(define: (app: FastifyInstance) => unknown): FastifyPluginCallback {
  return (app, _options, done) => {
    define(app);
    done();
  };
}

async function* inTwoPieces(): AsyncGenerator<string> {
  yield 'one';
  await nextTurn();
  yield 'two';
}
