import { inspect } from 'node:util';
import {
  type ArgumentsHost,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  HttpException,
  UseGuards,
} from '@nestjs/common';
import { APP_FILTER, BaseExceptionFilter, HttpAdapterHost } from '@nestjs/core';
import { serviceInMemory } from '@postern/conformance/middleware';
import { describe, expect, it } from 'vitest';
import { serve, serveText } from '../test-support/request.js';
import { type ApiKeyException, ApiKeyGuard, ApiKeyModule } from './index.js';

const { keys, token } = await serviceInMemory();

@Controller()
@UseGuards(ApiKeyGuard)
class Routes {
  @Get()
  closed() {
    return 'never';
  }
}

/** What an exception filter does with the response, whose methods both platforms have. */
type Respond = (response: PlatformResponse, exception: ApiKeyException) => void;

interface PlatformResponse {
  status(status: number): PlatformResponse;
  header(name: string, value: string): PlatformResponse;
  type(type: string): PlatformResponse;
  send(body: unknown): unknown;
}

describe.each(['Express', 'Fastify'] as const)('on %s, a refusal', (platform) => {
  /** Sends a request, without a key by default, to an application with this exception filter, and returns what it caught. */
  async function refuse(respond: Respond, headers: Record<string, string> = {}) {
    const caught: unknown[] = [];
    @Catch()
    class Filter implements ExceptionFilter {
      catch(exception: ApiKeyException, host: ArgumentsHost) {
        caught.push(exception);
        respond(host.switchToHttp().getResponse(), exception);
      }
    }
    const providers = [{ provide: APP_FILTER, useClass: Filter }];
    const get = await serve(
      { imports: [ApiKeyModule.forRoot(keys)], controllers: [Routes], providers },
      platform,
    );
    return { response: await get('', headers), caught };
  }

  const responders: readonly (readonly [string, string, Respond])[] = [
    [
      'its response',
      'application/problem+json',
      (response, exception) => response.send(exception.getResponse()),
    ],
    [
      'its response, with more in it',
      'application/problem+json',
      (response, exception) => response.send(Object.assign(exception.getResponse(), { path: '/' })),
    ],
    ['an object', 'application/problem+json', (response) => response.send({ error: 'no' })],
    [
      'an object of a type',
      'application/vnd.no+json',
      (response) => response.type('application/vnd.no+json').send({ error: 'no' }),
    ],
    ['a text', 'text/plain', (response) => response.type('text/plain').send('no')],
    ['another status', 'application/problem+json', (response) => response.status(200).send({ error: 'no' })],
    ['no body', '', (response) => response.status(204).send('')],
    [
      'other headers',
      'application/problem+json',
      (response) =>
        response
          .header('Cache-Control', 'public')
          .header('Vary', 'Origin')
          .header('Retry-After', '9')
          .send({ error: 'no' }),
    ],
  ];

  it.each(responders)(
    'keeps its status and its headers if a filter sends %s',
    async (_what, type, respond) => {
      const { response, caught } = await refuse(respond);
      expect(response.status).toBe(401);
      const { headers } = response;
      expect(headers.get('WWW-Authenticate')).toBe('Bearer realm="api"');
      expect(headers.get('Cache-Control')).toBe('no-store');
      expect(headers.get('Retry-After')).toBeNull();
      expect(headers.get('Vary')).toContain('Authorization, X-Api-Key');
      expect((headers.get('Content-Type') ?? '').split(';')[0]).toBe(type);
      expect(caught).toEqual([
        expect.objectContaining({ refusal: expect.objectContaining({ reason: 'no_credential' }) }),
      ]);
      expect(caught[0]).toBeInstanceOf(HttpException);
    },
  );

  const failures: readonly (readonly [string, Respond])[] = [
    [
      'throws',
      () => {
        throw new Error('failed');
      },
    ],
    ['sends one', (response) => response.status(500).send({ error: 'failed' })],
  ];

  it.each(failures)('becomes a 500 that no cache stores if a filter %s', async (_what, respond) => {
    const { response } = await refuse(respond);
    const { status, headers } = response;
    expect(status).toBe(500);
    expect(headers.get('WWW-Authenticate')).toBeNull();
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('Vary')).toBe('Authorization, X-Api-Key');
    expect(headers.get('Content-Type')).not.toMatch(/postern|problem/);
  });

  it('P02 shows nothing of the request, however its exception is logged', async () => {
    const { caught } = await refuse((response) => response.send('no'), { 'x-api-key': `${token}x` });
    expect(caught).toEqual([expect.objectContaining({ refusal: expect.anything() })]);
    const logged = inspect(caught, { depth: Number.POSITIVE_INFINITY, showHidden: true });
    expect(logged + JSON.stringify(caught)).not.toContain(token.slice(5));
    expect(logged).toContain('malformed');
  });

  it('passes through a filter that logs and leaves the rest to Nest', async () => {
    const logged: string[] = [];
    @Catch()
    class Logs extends BaseExceptionFilter {
      override catch(exception: Error, host: ArgumentsHost) {
        logged.push(exception.message);
        super.catch(exception, host);
      }
    }
    const provider = {
      provide: APP_FILTER,
      useFactory: ({ httpAdapter }: HttpAdapterHost) => new Logs(httpAdapter),
      inject: [HttpAdapterHost],
    };
    const imports = [ApiKeyModule.forRoot(keys)];
    const get = await serveText({ imports, controllers: [Routes], providers: [provider] }, platform);
    expect(await get('')).toEqual([401, expect.stringContaining('"code":"credential_required"')]);
    expect(logged).toEqual([expect.stringContaining('Send an API key in a header')]);
  });
});
