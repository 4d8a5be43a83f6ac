import type { ApiKeys, Principal } from '@postern/core';
import { Hono } from 'hono';
import { expectTypeOf, it } from 'vitest';
import {
  type ApiKeyAuthOptions,
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
  // @ts-expect-error it must return a response
  apiKeyAuth(keys, { onRefused: () => undefined });
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

  new Hono()
    .get('/open', (c) => {
      // @ts-expect-error an open route has no principal
      c.get('principal').owner;
      return c.body(null);
    })
    .get('/guarded', apiKeyAuth(keys), requireScopes(keys, 'agents:read'), (c) =>
      c.json(c.get('principal').owner satisfies Principal['owner']),
    );
}

it('principalOf returns a principal', () => {
  expectTypeOf(principalOf).returns.toEqualTypeOf<Principal>();
});

it('the package exports the types that an onRefused in its own file needs', () => {
  expectTypeOf<OnRefused>().parameter(1).toEqualTypeOf<HttpRefusal>();
  expectTypeOf<HttpRefusal['code']>().toEqualTypeOf<RefusalCode>();
  expectTypeOf<HttpRefusal['problem']>().toEqualTypeOf<ProblemDocument>();
  expectTypeOf<ApiKeyAuthOptions['headers']>().toEqualTypeOf<readonly CredentialHeader[] | undefined>();
});
