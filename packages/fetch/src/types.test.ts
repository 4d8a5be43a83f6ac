import type { ApiKeys, Principal } from '@postern/core';
import { expectTypeOf, it } from 'vitest';
import {
  authenticateRequest,
  type CredentialHeader,
  type HandlerWrapper,
  type HttpRefusal,
  type OnRefused,
  type ProblemDocument,
  principalOf,
  type RefusalCode,
  type RequestAuthentication,
  requireKinds,
  requireScopes,
  type WithApiKeyOptions,
  withApiKey,
} from './index.js';

declare const keys: ApiKeys<'user' | 'team', 'agents:read' | 'agents:write'>;
declare const anyNames: ApiKeys<'user', string>;

/** As the hosts declare them. */
interface NextRequest extends Request {
  readonly nextUrl: URL;
}
interface BunServer {
  upgrade(request: Request): boolean;
}
declare function bunServe(options: {
  fetch: (request: Request, server: BunServer) => Response | undefined | Promise<Response | undefined>;
}): void;
declare function denoServe(
  handler: (request: Request, info: { port: number }) => Response | Promise<Response>,
): void;

/** Compiled but never run: each line must compile, or must not. */
export async function names(request: Request): Promise<void> {
  withApiKey(keys, { kinds: ['user'], scopes: ['agents:read'], realm: 'api', headers: ['authorization'] });
  // @ts-expect-error not a declared permission
  withApiKey(keys, { scopes: ['agents:delete'] });
  // @ts-expect-error not a declared kind
  withApiKey(keys, { kinds: ['robot'] });
  // @ts-expect-error no such option
  withApiKey(keys, { relm: 'api' });
  // @ts-expect-error it must return a response
  withApiKey(keys, { onRefused: () => undefined });
  withApiKey(anyNames, { scopes: ['whatever'] });
  withApiKey(keys, { realm: undefined, headers: undefined, preflight: undefined, onRefused: undefined });

  requireScopes(keys, 'agents:read', 'agents:write');
  // @ts-expect-error not a declared permission
  requireScopes(keys, 'agents:delete');
  // @ts-expect-error without a name it would let everyone in
  requireScopes(keys);
  requireKinds(keys, 'team');
  // @ts-expect-error not a declared kind
  requireKinds(keys, 'robot');

  const authentication = await authenticateRequest(keys, request, { scopes: ['agents:read'] });
  // @ts-expect-error it may have been refused
  authentication.principal;
  // @ts-expect-error a preflight has no principal
  await authenticateRequest(keys, request, { preflight: true });
  // @ts-expect-error not a declared permission
  await authenticateRequest(keys, request, { scopes: ['agents:delete'] });
}

/** Compiled but never run: how hosts use it. */
export function hosts(): void {
  const guarded = withApiKey(keys);
  const GET = guarded((request: NextRequest, { params }: { params: Promise<{ id: string }> }) =>
    params.then(({ id }) => Response.json([request.nextUrl.pathname, id satisfies string])),
  );
  expectTypeOf(GET).parameters.toEqualTypeOf<[NextRequest, { params: Promise<{ id: string }> }]>();
  expectTypeOf<ReturnType<typeof GET>>().toExtend<Promise<Response>>();

  bunServe({
    fetch: guarded((request, server) => (server.upgrade(request) ? undefined : new Response('ok'))),
  });
  denoServe(guarded((_request, info) => Response.json(info.port satisfies number)));
  denoServe(guarded(requireScopes(keys, 'agents:read')((request) => Response.json(principalOf(request)))));
  // @ts-expect-error a handler returns a response
  guarded(() => 'ok');
}

it('principalOf returns a principal', () => {
  expectTypeOf(principalOf).returns.toEqualTypeOf<Principal>();
  expectTypeOf<Extract<RequestAuthentication, { ok: true }>['principal']>().toEqualTypeOf<Principal>();
  expectTypeOf(withApiKey<'user', 'agents:read'>).returns.toEqualTypeOf<HandlerWrapper>();
});

it('the package exports the types that an onRefused in its own file needs', () => {
  expectTypeOf<OnRefused>().parameter(1).toEqualTypeOf<HttpRefusal>();
  expectTypeOf<HttpRefusal['code']>().toEqualTypeOf<RefusalCode>();
  expectTypeOf<HttpRefusal['problem']>().toEqualTypeOf<ProblemDocument>();
  expectTypeOf<WithApiKeyOptions['headers']>().toEqualTypeOf<readonly CredentialHeader[] | undefined>();
});
