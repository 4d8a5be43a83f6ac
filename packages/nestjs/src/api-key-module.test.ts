import { Controller, Get, Scope, UseGuards } from '@nestjs/common';
import { serviceInMemory } from '@postern/conformance/middleware';
import type { Principal } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { createApplication, serveText } from '../test-support/request.js';
import { ApiKeyGuard, ApiKeyModule, CurrentPrincipal } from './index.js';

const { keys, token } = await serviceInMemory();
const { keys: otherKeys, token: otherToken } = await serviceInMemory();
const withKey = { 'x-api-key': token };
const wrong = expect.objectContaining({ code: 'ERR_INVALID_CONFIG' });

@Controller('own')
@UseGuards(ApiKeyGuard)
class Own {
  @Get()
  id(@CurrentPrincipal() { owner }: Principal) {
    return owner.id;
  }
}

@Controller({ path: 'request', scope: Scope.REQUEST })
@UseGuards(ApiKeyGuard)
class OfRequest extends Own {}

const keysToken = Symbol('keys');
const keysModule = {
  module: class KeysModule {},
  providers: [{ provide: keysToken, useValue: keys }],
  exports: [keysToken],
};

describe.each(['Express', 'Fastify'] as const)('on %s, ApiKeyModule', (platform) => {
  it('reaches every module, and controllers of every scope', async () => {
    const feature = { module: class Feature {}, controllers: [Own, OfRequest] };
    const get = await serveText(
      { imports: [feature, ApiKeyModule.forRoot(keys)], controllers: [] },
      platform,
    );
    for (const path of ['own', 'request']) {
      expect(await get(path, withKey)).toEqual([200, 'ada']);
      expect(await get(path)).toEqual([401, expect.stringContaining('credential_required')]);
    }
  });

  it('takes keys and options that Nest creates', async () => {
    const module = ApiKeyModule.forRootAsync({
      imports: [keysModule],
      inject: [keysToken],
      useFactory: async (injected: typeof keys) => ({ keys: injected, scopes: ['agents:read'] }),
    });
    const get = await serveText({ imports: [module], controllers: [Own] }, platform);
    expect(await get('own', withKey)).toEqual([200, 'ada']);
    expect((await get('own', { 'x-api-key': otherToken }))[0]).toBe(401);
  });
});

describe('ApiKeyModule', () => {
  it.each<[string, object]>([
    ['a permission that is not declared', { scopes: ['agents:delete'] }],
    ['an unknown option', { relm: 'api' }],
    ['onRefused, which is an exception filter here', { onRefused: () => 'no' }],
    ['switchToHttp that is not a function', { switchToHttp: 'http' }],
    ['a list of options', ['api']],
  ])('throws for %s, at once or when Nest starts', async (_what, options) => {
    expect(() => ApiKeyModule.forRoot(keys, options)).toThrow(wrong);
    const async = ApiKeyModule.forRootAsync({ useFactory: () => ({ keys, ...options }) });
    if (Array.isArray(options)) return;
    await expect(createApplication({ imports: [async], controllers: [] })).rejects.toThrow(wrong);
  });

  it('does not start twice in an application, unless each only reaches the modules that import it', async () => {
    const feature = (isGlobal: boolean) => ({
      module: class Feature {},
      imports: [ApiKeyModule.forRoot(otherKeys, { isGlobal })],
      controllers: [OfRequest],
    });
    const twice = (first: boolean, second: boolean) => ({
      imports: [ApiKeyModule.forRoot(keys, { isGlobal: first }), feature(second)],
      controllers: [Own],
    });
    for (const [first, second] of [
      [true, true],
      [true, false],
      [false, true],
    ] as const)
      await expect(createApplication(twice(first, second))).rejects.toThrow(wrong);

    const get = await serveText(twice(false, false));
    expect([(await get('own', withKey))[0], (await get('request', withKey))[0]]).toEqual([200, 401]);
    const withOther = { 'x-api-key': otherToken };
    expect([(await get('own', withOther))[0], (await get('request', withOther))[0]]).toEqual([401, 200]);
  });

  it('that does not reach the module of a guard keeps Nest from starting', async () => {
    const feature = { module: class Feature {}, controllers: [Own] };
    const imports = [feature, ApiKeyModule.forRoot(keys, { isGlobal: false })];
    await expect(createApplication({ imports, controllers: [] })).rejects.toThrow(/ApiKeyGuard/);
  });
});
