import { Controller, Get, UseGuards } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { serviceInMemory } from '@postern/conformance/middleware';
import { describe, expect, it } from 'vitest';
import { createApplication, serveText } from '../test-support/request.js';
import { ApiKeyGuard, ApiKeyModule, apiKeyDecorators, SkipApiKey } from './index.js';

const { keys, token, issue } = await serviceInMemory();
const { keys: otherKeys } = await serviceInMemory();
const { RequireScopes, RequireKinds } = apiKeyDecorators(keys);
const { RequireScopes: RequireScopesOfType } = apiKeyDecorators<typeof keys>();
const withKey = { 'x-api-key': token };
const withReader = { 'x-api-key': (await issue({ scopes: ['agents:read'] })).token };
const wrong = expect.objectContaining({ code: 'ERR_INVALID_CONFIG' });

@Controller('writers')
@RequireScopes('agents:write')
class Writers {
  @Get('readers')
  @RequireScopesOfType('agents:read')
  readers() {
    return 'ok';
  }

  @Get('teams')
  @RequireKinds('team')
  teams() {
    return 'ok';
  }

  @Get('open')
  @SkipApiKey()
  open() {
    return 'ok';
  }
}

@Controller('any')
class AnyOrder {
  @Get('above')
  @RequireScopes('agents:write')
  @UseGuards(ApiKeyGuard)
  above() {
    return 'ok';
  }

  @Get('below')
  @UseGuards(ApiKeyGuard)
  @RequireScopes('agents:write')
  below() {
    return 'ok';
  }
}

const everyRoute = { provide: APP_GUARD, useExisting: ApiKeyGuard };

describe.each([
  ['without ApiKeyGuard', []],
  ['behind a global ApiKeyGuard', [everyRoute]],
])('%s, a requirement', (_, providers) => {
  const imports = [ApiKeyModule.forRoot(keys)];

  it('on a class is required of each route, in addition to its own', async () => {
    const get = await serveText({ imports, controllers: [Writers], providers });
    expect(await get('writers/readers', withKey)).toEqual([200, 'ok']);
    expect(await get('writers/readers', withReader)).toEqual([403, expect.stringContaining('agents:write')]);
    expect(await get('writers/teams', withKey)).toEqual([403, expect.stringContaining('team')]);
    expect(await get('writers/teams')).toEqual([401, expect.stringContaining('credential_required')]);
  });

  it('is never open, not even with SkipApiKey', async () => {
    const get = await serveText({ imports, controllers: [Writers], providers });
    expect((await get('writers/open'))[0]).toBe(401);
    expect(await get('writers/open', withReader)).toEqual([403, expect.stringContaining('agents:write')]);
    expect(await get('writers/open', withKey)).toEqual([200, 'ok']);
  });

  it('may stand above or below a guard', async () => {
    const get = await serveText({ imports, controllers: [AnyOrder], providers });
    for (const path of ['any/above', 'any/below']) {
      expect((await get(path))[0]).toBe(401);
      expect((await get(path, withReader))[0]).toBe(403);
      expect((await get(path, withKey))[0]).toBe(200);
    }
  });
});

describe('a requirement', () => {
  it('throws for wrong names when it is created, if the keys are known', () => {
    expect(() => RequireScopes(...([] as unknown as ['agents:read']))).toThrow(wrong);
    expect(() => RequireKinds(...([] as unknown as ['user']))).toThrow(wrong);
    expect(() => RequireScopes('agents:delete' as never)).toThrow(wrong);
    expect(() => RequireKinds('robot' as never)).toThrow(wrong);
  });

  it.each<[string, ClassDecorator]>([
    ['a name that is not declared', RequireScopesOfType('agents:delete' as never)],
    ['no name', RequireScopesOfType(...([] as unknown as ['agents:read']))],
    ['other keys', apiKeyDecorators(otherKeys).RequireScopes('agents:read')],
  ])('with %s keeps Nest from starting', async (_what, decorate) => {
    class Routes {}
    Controller()(Routes);
    decorate(Routes);
    const imports = [ApiKeyModule.forRoot(keys)];
    await expect(createApplication({ imports, controllers: [Routes] })).rejects.toThrow(wrong);
  });

  it('of keys that only Nest knows keeps Nest from starting if no ApiKeyModule reaches it', async () => {
    class Routes {}
    Controller()(Routes);
    RequireScopesOfType('agents:read')(Routes);
    await expect(createApplication({ imports: [], controllers: [Routes] })).rejects.toThrow(wrong);
  });
});
