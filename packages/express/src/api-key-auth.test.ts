import { serviceInMemory } from '@postern/conformance/middleware';
import express, { type ErrorRequestHandler, type RequestHandler, type Response, Router } from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { listen } from '../test-support/subject.js';
import { type ApiKeyAuthOptions, apiKeyAuth, type OnRefused, requireKinds, requireScopes } from './index.js';

const { keys, token, events } = await serviceInMemory();
const withKey = { 'x-api-key': token };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Sends a GET request to an application with these handlers. */
async function get(
  handlers: readonly RequestHandler[],
  headers: Record<string, string> = withKey,
  path = '/',
) {
  const app = express().disable('x-powered-by');
  for (const handler of handlers) app.use(handler);
  const { port, close } = await listen(app);
  closing.push(close);
  return fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { ...headers, connection: 'close' },
    redirect: 'manual',
  });
}

const auth = (options: ApiKeyAuthOptions<'user' | 'team', 'agents:read' | 'agents:write'> = {}) =>
  apiKeyAuth(keys, options);
const counting =
  (calls: unknown[]): RequestHandler =>
  (req, res) => {
    calls.push(req);
    res.end();
  };
const ok: RequestHandler = (_req, res) => void res.send('ok');

describe('apiKeyAuth', () => {
  it('H05 sees the query as it was sent, in a mounted router and if req.url was rewritten', async () => {
    const rewrite: RequestHandler = (req, _res, next) => {
      req.url = '/api/agents';
      next();
    };
    for (const before of [[], [rewrite]]) {
      events.length = 0;
      await get([...before, Router().use('/api', auth())], {}, `/api/agents?key=${token}`);
      expect(events[0]).toEqual({ type: 'credential_in_url' });
    }
  });
});

describe('a refusal of a request that has been responded to in the meantime', () => {
  it.each([
    ['without onRefused', undefined],
    ['with onRefused', ((_req, res) => void res.json({ error: 'no' })) as OnRefused],
  ])('writes nothing more, %s, and is not an error', async (_how, onRefused) => {
    const errors: unknown[] = [];
    const respondFirst: RequestHandler = (_req, res, next) => {
      res.status(503).send('timeout');
      next();
    };
    const app = express().use(respondFirst, auth(onRefused && { onRefused }));
    app.use(((error, _req, _res, _next) => void errors.push(error)) as ErrorRequestHandler);
    const { port, close } = await listen(app);
    closing.push(close);
    const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-api-key': `${token}!` } });
    expect([response.status, await response.text()]).toEqual([503, 'timeout']);
    expect(errors).toEqual([]);
  });
});

describe('H10 a response after apiKeyAuth', () => {
  const varies = (handler: (res: Response) => unknown) => get([auth(), (_req, res) => void handler(res)]);

  it.each<[string, (res: Response) => unknown]>([
    ['res.send', (res) => res.send('ok')],
    ['res.writeHead', (res) => res.writeHead(200, { 'Content-Type': 'text/plain' }).end('ok')],
    ['res.writeHead with a reason', (res) => res.writeHead(200, 'Fine').end('ok')],
    ['res.flushHeaders', (res) => res.flushHeaders() ?? res.end('ok')],
    ['res.write', (res) => res.write('o') && res.end('k')],
    ['res.sendFile', (res) => res.sendFile(import.meta.filename)],
    ['res.sendStatus', (res) => res.sendStatus(204)],
    [
      'a throw',
      () => {
        throw Object.assign(new Error('failed'), { status: 418, headers: { Vary: '' } });
      },
    ],
  ])('is protected if the handler responds with %s', async (_, handler) => {
    const { headers } = await varies(handler);
    expect(headers.get('Vary')).toBe('Authorization, X-Api-Key');
    expect(headers.get('Cache-Control')).toBe('private, no-store');
  });

  it.each<[string, string, (res: Response) => unknown]>([
    ['res.set', 'Origin, Authorization, X-Api-Key', (res) => res.set('Vary', 'Origin').send('ok')],
    ['res.redirect', 'Accept, Authorization, X-Api-Key', (res) => res.redirect('/elsewhere')],
    ['res.vary', 'Origin, Authorization, X-Api-Key', (res) => res.vary('Origin').send('ok')],
    [
      'a list',
      'Origin, Accept, Authorization, X-Api-Key',
      (res) => res.set('Vary', ['Origin', 'Accept']).send('ok'),
    ],
    ['*', '*', (res) => res.set('Vary', '*').send('ok')],
    [
      'res.writeHead',
      'Origin, Authorization, X-Api-Key',
      (res) => res.writeHead(200, { Vary: 'Origin' }).end(),
    ],
    [
      'a list in res.writeHead',
      'Origin, Authorization, X-Api-Key',
      (res) => res.writeHead(200, ['vary', 'Origin']).end(),
    ],
  ])('merges the Vary that the handler sets with %s', async (_, merged, handler) => {
    expect((await varies(handler)).headers.get('Vary')).toBe(merged);
  });

  const cookies = ['a=1', 'b=2'];
  it.each<[string, (res: Response) => unknown]>([
    ['an object', (res) => res.writeHead(200, { 'X-Total': 7, 'Set-Cookie': cookies })],
    [
      'no reason and an object',
      (res) => res.writeHead(200, undefined, { 'X-Total': '7', 'Set-Cookie': cookies }),
    ],
    [
      'null and an object',
      (res) => res.writeHead(200, null as never, { 'X-Total': 7, 'Set-Cookie': cookies }),
    ],
    ['a reason and an object', (res) => res.writeHead(200, 'Fine', { 'X-Total': 7, 'Set-Cookie': cookies })],
    [
      'a list of names and values',
      (res) => res.writeHead(200, ['X-Total', '7', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']),
    ],
    [
      'a list of pairs',
      (res) =>
        res.writeHead(200, [
          ['X-Total', '7'],
          ['Set-Cookie', 'a=1'],
          ['Set-Cookie', 'b=2'],
        ] as never),
    ],
    [
      'a list that replaces earlier headers',
      (res) =>
        res
          .set('X-Total', '1')
          .cookie('z', '0')
          .writeHead(200, ['X-Total', '7', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']),
    ],
  ])('keeps every header passed to res.writeHead as %s', async (_, handler) => {
    const { headers } = await varies((res) => {
      handler(res);
      res.end('ok');
    });
    expect(headers.get('X-Total')).toBe('7');
    expect(headers.getSetCookie()).toEqual(cookies);
    expect(headers.get('Vary')).toBe('Authorization, X-Api-Key');
    expect(headers.get('Cache-Control')).toBe('private, no-store');
  });

  it('is refused by Node if a value in a list is missing', async () => {
    const thrown: unknown[] = [];
    await varies((res) => {
      try {
        res.writeHead(200, ['X-Total'] as never);
      } catch (error) {
        thrown.push(error);
      }
      res.end('ok');
    });
    expect(thrown).toEqual([expect.objectContaining({ code: expect.stringMatching(/^ERR_/) })]);
  });

  it.each<[string, string, (res: Response) => unknown]>([
    ['res.set', 'public, max-age=60', (res) => res.set('Cache-Control', 'public, max-age=60').send('ok')],
    ['res.writeHead', 'max-age=5', (res) => res.writeHead(200, { 'cache-control': 'max-age=5' }).end()],
    ['res.sendFile', 'public, max-age=60', (res) => res.sendFile(import.meta.filename, { maxAge: 60_000 })],
  ])('keeps the Cache-Control that the handler sets with %s', async (_, kept, handler) => {
    expect((await varies(handler)).headers.get('Cache-Control')).toBe(kept);
  });
});

describe('a refusal', () => {
  const responders: readonly (readonly [string, OnRefused])[] = [
    ['res.status and res.json', (_, res) => void res.status(200).json({ error: 'no' })],
    [
      'res.writeHead',
      (_, res) =>
        void res.writeHead(200, { 'cache-control': 'public', 'retry-after': '9' }).end('{"error":"no"}'),
    ],
    ['res.redirect', (_, res) => res.redirect('/sign-in')],
    [
      'res.send in a later turn',
      async (_, res) => {
        await new Promise(setImmediate);
        res.set({ 'WWW-Authenticate': 'Basic', Vary: 'Origin', 'Cache-Control': 'public' }).send('no');
      },
    ],
  ];

  it.each(responders)('stays unchanged if onRefused responds with %s', async (_, onRefused) => {
    const { status, headers } = await get([auth({ onRefused }), ok], {});
    expect(status).toBe(401);
    expect(headers.get('WWW-Authenticate')).toBe('Bearer realm="api"');
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('Retry-After')).toBeNull();
    expect(headers.get('Vary')).toContain('Authorization, X-Api-Key');
  });

  it('has its whole body even if the caller has cached one with the same ETag', async () => {
    const onRefused: OnRefused = (_, res) => void res.json({ error: 'no' });
    const handlers = [auth({ onRefused }), ok];
    const etag = (await get(handlers, {})).headers.get('ETag') ?? '';
    const response = await get(handlers, { 'if-none-match': etag });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: 'no' });
  });

  it.each<[string, OnRefused]>([
    [
      'throws',
      () => {
        throw new Error('failed');
      },
    ],
    ['rejects', () => Promise.reject(new Error('failed'))],
  ])('lets no one in if onRefused %s, and no cache stores the response', async (_, onRefused) => {
    const calls: unknown[] = [];
    const { status, headers } = await get([auth({ onRefused }), counting(calls)], {});
    expect(status).toBe(500);
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('Vary')).toBe('Authorization, X-Api-Key');
    expect(headers.get('WWW-Authenticate')).toBeNull();
    expect(calls).toEqual([]);
  });

  it('an error handler after a failed onRefused has its own status, but no cache stores its response', async () => {
    const onRefused = () => Promise.reject(new Error('failed'));
    const handle: ErrorRequestHandler = (_error, _req, res, _next) => {
      res.status(502).set({ 'Cache-Control': 'public', 'Retry-After': '9' }).send('failed');
    };
    const { status, headers } = await get([auth({ onRefused }), ok, handle as never], {});
    expect([status, headers.get('Retry-After')]).toEqual([502, '9']);
    expect(headers.get('Cache-Control')).toBe('no-store');
  });
});

describe('a requirement', () => {
  it('throws for wrong names when it is created', () => {
    const wrong = expect.objectContaining({ code: 'ERR_INVALID_CONFIG' });
    expect(() => requireScopes(keys, ...([] as unknown as ['agents:read']))).toThrow(wrong);
    expect(() => requireKinds(keys, ...([] as unknown as ['user']))).toThrow(wrong);
    expect(() => requireScopes(keys, 'agents:delete' as never)).toThrow(wrong);
    expect(() => requireKinds(keys, 'robot' as never)).toThrow(wrong);
  });
});
