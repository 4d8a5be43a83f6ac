import { APP_GUARD } from '@nestjs/core';
import type { ApiKeys, Principal } from '@postern/core';
import { expectTypeOf, it } from 'vitest';
import {
  type ApiKeyException,
  ApiKeyGuard,
  type ApiKeyGuardOptions,
  ApiKeyModule,
  apiKeyDecorators,
  type CredentialHeader,
  type HttpRefusal,
  type ProblemDocument,
  principalOf,
  type RefusalCode,
  SkipApiKey,
} from './index.js';

type Keys = ApiKeys<'user' | 'team', 'agents:read' | 'agents:write'>;
declare const keys: Keys;
declare const anyNames: ApiKeys<'user', string>;

/** Compiled but never run: each line must compile, or must not. */
export function names(): void {
  ApiKeyModule.forRoot(keys, { kinds: ['user'], scopes: ['agents:read'], headers: ['authorization'] });
  ApiKeyModule.forRoot(keys, { realm: undefined, switchToHttp: undefined, isGlobal: undefined });
  ApiKeyModule.forRoot(anyNames, { scopes: ['whatever'] });
  // @ts-expect-error not a declared permission
  ApiKeyModule.forRoot(keys, { scopes: ['agents:delete'] });
  // @ts-expect-error not a declared kind
  ApiKeyModule.forRoot(keys, { kinds: ['robot'] });
  // @ts-expect-error no such option
  ApiKeyModule.forRoot(keys, { relm: 'api' });
  // @ts-expect-error an exception filter takes its place
  ApiKeyModule.forRoot(keys, { onRefused: () => 'no' });

  ApiKeyModule.forRootAsync({ useFactory: () => ({ keys }) });
  ApiKeyModule.forRootAsync({
    inject: ['keys', 'realm'],
    useFactory: async (injected: Keys, realm: string) => ({ keys: injected, realm, scopes: ['agents:read'] }),
  });
  // @ts-expect-error not a declared permission
  ApiKeyModule.forRootAsync({ useFactory: () => ({ keys, scopes: ['agents:delete'] }) });
  // @ts-expect-error not a declared kind
  ApiKeyModule.forRootAsync({ useFactory: async (injected: Keys) => ({ keys: injected, kinds: ['robot'] }) });
  // @ts-expect-error the keys are missing
  ApiKeyModule.forRootAsync({ useFactory: () => ({ realm: 'api' }) });

  for (const { RequireScopes, RequireKinds } of [apiKeyDecorators(keys), apiKeyDecorators<Keys>()]) {
    RequireScopes('agents:read', 'agents:write');
    RequireKinds('team');
    // @ts-expect-error not a declared permission
    RequireScopes('agents:delete');
    // @ts-expect-error one of them is not a declared permission
    RequireScopes('agents:read', 'agents:delete');
    // @ts-expect-error not a declared kind
    RequireKinds('robot');
    // @ts-expect-error without a name it would let everyone in
    RequireScopes();
    // @ts-expect-error without a name it would let everyone in
    RequireKinds();
  }
  apiKeyDecorators(anyNames).RequireScopes('whatever');
  // @ts-expect-error without keys there are no names
  apiKeyDecorators().RequireScopes('agents:read');

  // @ts-expect-error only for methods
  @SkipApiKey()
  class Open {}
  return void [Open, { provide: APP_GUARD, useExisting: ApiKeyGuard }];
}

it('principalOf returns a principal', () => {
  expectTypeOf(principalOf).returns.toEqualTypeOf<Principal>();
});

it('the package exports the types that an exception filter in its own file needs', () => {
  expectTypeOf<ApiKeyException['refusal']>().toEqualTypeOf<HttpRefusal>();
  expectTypeOf<HttpRefusal['code']>().toEqualTypeOf<RefusalCode>();
  expectTypeOf<HttpRefusal['problem']>().toEqualTypeOf<ProblemDocument>();
  expectTypeOf<ApiKeyGuardOptions['headers']>().toEqualTypeOf<readonly CredentialHeader[] | undefined>();
});
