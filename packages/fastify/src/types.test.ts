import type { ApiKeys, Principal } from '@postern/core';
import fastify, { type FastifyTypeProvider, type onRequestHookHandler } from 'fastify';
import { expectTypeOf, it } from 'vitest';
import {
  type ApiKeyAuthOptions,
  type ApiKeyAuthPlugin,
  apiKeyAuth,
  type CredentialHeader,
  type HttpRefusal,
  type OnRefused,
  type ProblemDocument,
  principalOf,
  type RefusalCode,
  requireKinds,
  requireScopes,
} from './index.js';

declare const keys: ApiKeys<'user' | 'team', 'agents:read' | 'agents:write'>;
declare const anyNames: ApiKeys<'user', string>;

/** Compiled but never run: each line must compile, or must not. */
export function names(): void {
  apiKeyAuth(keys, { kinds: ['user'], scopes: ['agents:read'], realm: 'api', headers: ['authorization'] });
  // @ts-expect-error not a declared permission
  apiKeyAuth(keys, { scopes: ['agents:delete'] });
  // @ts-expect-error not a declared kind
  apiKeyAuth(keys, { kinds: ['robot'] });
  // @ts-expect-error no such option
  apiKeyAuth(keys, { relm: 'api' });
  // @ts-expect-error it receives the request, the reply and the refusal
  apiKeyAuth(keys, { onRefused: (c: string) => c });
  apiKeyAuth(keys, { onRefused: (_request, _reply, { code }) => ({ error: code }) });
  apiKeyAuth(keys, { onRefused: async (_request, reply) => reply.send('no') });
  apiKeyAuth(anyNames, { scopes: ['whatever'] });
  apiKeyAuth(keys, { realm: undefined, headers: undefined, preflight: undefined, onRefused: undefined });

  requireScopes(keys, 'agents:read', 'agents:write');
  // @ts-expect-error not a declared permission
  requireScopes(keys, 'agents:delete');
  // @ts-expect-error one of them is not a declared permission
  requireScopes(keys, 'agents:read', 'agents:delete');
  requireScopes(anyNames, 'whatever');
  // @ts-expect-error without a name it would let everyone in
  requireScopes(keys);

  requireKinds(keys, 'team');
  // @ts-expect-error not a declared kind
  requireKinds(keys, 'robot');
  // @ts-expect-error without a name it would let everyone in
  requireKinds(keys);
}

/** Compiled but never run. */
export function registrations(): void {
  const app = fastify();
  app.register(apiKeyAuth(keys));
  app.register(apiKeyAuth(keys), { logLevel: 'warn' });
  // @ts-expect-error here the option would have no effect
  app.register(apiKeyAuth(keys), { scopes: ['agents:read'] });
  // @ts-expect-error the plugin is what apiKeyAuth returns
  app.register(apiKeyAuth, { keys });

  app.get<{ Params: { id: string } }>(
    '/agents/:id',
    { onRequest: requireScopes(keys, 'agents:read'), preHandler: [requireKinds(keys, 'team')] },
    (request) => {
      // @ts-expect-error on an open route it is undefined
      request.principal.owner;
      // @ts-expect-error a handler cannot change it
      request.principal = principalOf(request);
      return [request.params.id satisfies string, principalOf(request).owner];
    },
  );
  app.addHook('preHandler', requireScopes(keys, 'agents:read'));
  app.setNotFoundHandler({ preHandler: requireKinds(keys, 'team') }, () => 'not found');
}

interface Validated extends FastifyTypeProvider {
  readonly validator: { readonly id: number };
}

/** Compiled but never run: servers, loggers and type providers change the types of requests and hooks. */
export function anyApplication(): void {
  const overHttp2 = fastify({ http2: true, logger: true });
  overHttp2.register(apiKeyAuth(keys));
  overHttp2.get('/', { onRequest: requireScopes(keys, 'agents:read') }, (request) => principalOf(request));
  const typed = fastify().withTypeProvider<Validated>();
  typed.register(apiKeyAuth(keys));
  typed.get('/', { schema: { querystring: {} }, onRequest: requireKinds(keys, 'team') }, (request) => [
    principalOf(request),
    request.query.id satisfies number,
  ]);
}

it('principalOf returns a principal', () => {
  expectTypeOf(principalOf).returns.toEqualTypeOf<Principal>();
});

it('a requirement is a hook, and the plugin has a type that can be exported', () => {
  expectTypeOf(requireScopes).returns.toExtend<onRequestHookHandler>();
  expectTypeOf(apiKeyAuth).returns.toEqualTypeOf<ApiKeyAuthPlugin>();
});

it('the package exports the types that an onRefused in its own file needs', () => {
  expectTypeOf<OnRefused>().parameter(2).toEqualTypeOf<HttpRefusal>();
  expectTypeOf<HttpRefusal['code']>().toEqualTypeOf<RefusalCode>();
  expectTypeOf<HttpRefusal['problem']>().toEqualTypeOf<ProblemDocument>();
  expectTypeOf<ApiKeyAuthOptions['headers']>().toEqualTypeOf<readonly CredentialHeader[] | undefined>();
});
