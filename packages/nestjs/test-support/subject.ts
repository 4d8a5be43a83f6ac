import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  All,
  type ArgumentsHost,
  Catch,
  Controller,
  type DynamicModule,
  type ExceptionFilter,
  Header,
  Headers,
  type INestApplication,
  NotFoundException,
  Req,
  StreamableFile,
  UseGuards,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  codeThrownBy,
  type Echo,
  earlierHeaders,
  type MakeMiddlewareSubject,
  type MiddlewareSetup,
} from '@postern/conformance/middleware';
import type { Principal } from '@postern/core';
import {
  ApiKeyException,
  ApiKeyGuard,
  ApiKeyModule,
  apiKeyDecorators,
  CurrentPrincipal,
  type HttpExchange,
  principalOf,
  SkipApiKey,
} from '../src/index.js';

/** Creates an application without a body parser, so that a handler can read the body as it arrives. */
type CreateApplication = (module: DynamicModule) => Promise<INestApplication>;

const quiet = { logger: false, bodyParser: false, abortOnError: false } as const;

/** Nest's two platforms, by name. */
export const platforms: Readonly<Record<'Express' | 'Fastify', CreateApplication>> = {
  Express: (module) => NestFactory.create<NestExpressApplication>(module, quiet),
  async Fastify(module) {
    const adapter = new FastifyAdapter();
    adapter.getInstance().addContentTypeParser('*', (_request, _payload, done) => done(null));
    return NestFactory.create<NestFastifyApplication>(module, adapter, quiet);
  },
};

/** The subject of the middleware contract: Nest on one of its platforms. */
export function nestSubject(create: CreateApplication): MakeMiddlewareSubject {
  return async (setup) => {
    const { module, names, handled } = subjectModule(setup);
    const app = await create(module);
    app.use('/after-others', (_req: unknown, res: ServerResponse, next: () => void) => {
      for (const [name, value] of Object.entries(earlierHeaders)) res.setHeader(name, value);
      next();
    });
    app.use('/timed-out', (_req: unknown, res: ServerResponse, next: () => void) => {
      next();
      res.writeHead(503).end('timed out');
    });
    return {
      ...(await listen(app)),
      names,
      exportedAs: ['ApiKeyGuard', 'RequireScopes', 'RequireKinds'],
      handled,
    };
  };
}

/** Serves an application on a free port. */
export async function listen(
  app: INestApplication,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { port, close: () => app.close() };
}

function subjectModule({ keys, otherKeys, options, refusedBody }: MiddlewareSetup) {
  const { RequireScopes, RequireKinds } = apiKeyDecorators(keys);
  const ofOthers = apiKeyDecorators(otherKeys);
  let handled = 0;
  const respond = <Body>(body: Body): Body => {
    handled += 1;
    return body;
  };

  @Controller()
  class Routes {
    @All('open')
    @SkipApiKey()
    open(@Req() request: HttpExchange['request']) {
      return codeThrownBy(() => principalOf(request));
    }

    @All('principal')
    principal(@CurrentPrincipal() principal: Principal) {
      return respond(principal);
    }

    @All('scopes')
    @RequireScopes('agents:read', 'agents:write')
    scopes() {
      return respond('ok');
    }

    @All('kinds')
    @RequireKinds('team')
    kinds() {
      return respond('ok');
    }

    @All('own-headers')
    @Header('Vary', 'Accept-Encoding')
    @Header('Cache-Control', 'public, max-age=60')
    ownHeaders() {
      return respond('ok');
    }

    @All('streamed')
    streamed() {
      return respond(new StreamableFile(Readable.from(inTwoPieces())));
    }

    @All('echo')
    async echo(@Req() request: HttpExchange['request'], @Headers() ofNest: unknown): Promise<Echo> {
      const req = 'raw' in request ? request.raw : request;
      const { headers, headersDistinct, rawHeaders } = req;
      respond(undefined);
      return { headers: [ofNest, headers, headersDistinct, rawHeaders], body: await text(req) };
    }

    @All('throws')
    throws() {
      respond(undefined);
      throw new Error('thrown by the handler');
    }

    // A guard only runs for routes that exist: to other callers, Nest's own 404 is the same.
    @All('missing')
    missing() {
      throw new NotFoundException();
    }

    @All('timed-out')
    timedOut() {
      return respond('ok');
    }

    @All('after-others')
    afterOthers() {
      return respond('ok');
    }
  }

  /** No `ApiKeyModule` reaches these. */
  @Controller()
  class Unreached {
    @All('unguarded')
    @SkipApiKey()
    @RequireScopes('agents:read')
    unguarded() {
      return respond('ok');
    }

    @All('other-keys')
    @ofOthers.RequireScopes('agents:read')
    otherKeys() {
      return respond('ok');
    }
  }

  @Controller('twice')
  @UseGuards(ApiKeyGuard)
  class Twice {
    @All()
    @RequireKinds('team')
    twice() {
      return respond('ok');
    }
  }

  @Controller('two-services')
  @UseGuards(ApiKeyGuard)
  class TwoServices {
    @All()
    principal(@CurrentPrincipal() principal: Principal) {
      return respond(principal);
    }
  }

  @Catch(ApiKeyException)
  class OwnBody implements ExceptionFilter<ApiKeyException> {
    catch({ refusal }: ApiKeyException, host: ArgumentsHost) {
      const body = refusedBody?.(refusal);
      const response = host.switchToHttp().getResponse();
      response.header('Cache-Control', 'public').header('WWW-Authenticate', 'Basic');
      response.status(200).type('text/plain').send(body);
    }
  }

  const isGlobal = false;
  const second = { realm: 'second', headers: ['authorization'], isGlobal } as const;
  const other = { realm: 'other', headers: ['x-api-key'], isGlobal } as const;
  const module: DynamicModule = {
    module: class Application {},
    imports: [
      ApiKeyModule.forRoot(keys, { ...options, isGlobal }),
      { module: class UnreachedModule {}, controllers: [Unreached] },
      { module: class TwiceModule {}, imports: [ApiKeyModule.forRoot(keys, second)], controllers: [Twice] },
      {
        module: class TwoServicesModule {},
        imports: [ApiKeyModule.forRoot(otherKeys, other)],
        controllers: [TwoServices],
      },
    ],
    controllers: [Routes],
    providers: [
      { provide: APP_GUARD, useExisting: ApiKeyGuard },
      ...(refusedBody === undefined ? [] : [{ provide: APP_FILTER, useClass: OwnBody }]),
    ],
  };
  const guards = [ApiKeyGuard, guardOf(RequireScopes('agents:read')), guardOf(RequireKinds('team'))];
  return { module, names: guards.map(({ name }) => name), handled: () => handled };
}

async function* inTwoPieces() {
  yield 'one';
  await nextTurn();
  yield 'two';
}

/** Returns the guard that a decorator adds. */
function guardOf(decorate: ClassDecorator): { readonly name: string } {
  class Decorated {}
  decorate(Decorated);
  return Reflect.getMetadata('__guards__', Decorated)[0];
}
