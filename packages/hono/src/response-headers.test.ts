import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { serviceInMemory } from '@postern/conformance/middleware';
import { type Context, type Handler, Hono, type MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import { cors } from 'hono/cors';
import { etag } from 'hono/etag';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { stream } from 'hono/streaming';
import { expect, it } from 'vitest';
import { apiKeyAuth } from './index.js';

const { keys, token } = await serviceInMemory();
const own = { Vary: 'Accept-Language', 'Cache-Control': 'public, max-age=60' };
const withOwn = () => new Response('{}', { headers: own });
const setOwn = (c: Context) => {
  for (const [name, value] of Object.entries(own)) c.header(name, value);
};
const auth: MiddlewareHandler = apiKeyAuth(keys);
const guarded = (handler: Handler) => new Hono().use(auth).get('/', handler);

it.each<[string, Hono]>([
  [
    'with header',
    guarded((c) => {
      setOwn(c);
      return c.json({});
    }),
  ],
  ['with json', guarded((c) => c.json({}, 200, own))],
  ['with body and an object', guarded((c) => c.body('{}', { headers: own }))],
  ['in a new response', guarded(() => withOwn())],
  [
    'on c.res',
    guarded((c) => {
      c.res = withOwn();
      return c.res;
    }),
  ],
  [
    'in a middleware, after the handler',
    new Hono()
      .use(auth, async (c, next) => {
        await next();
        setOwn(c);
      })
      .get('/', (c) => c.json({})),
  ],
  ['in a response of fetch', guarded(async () => fetch(`http://127.0.0.1:${await portOf(plain)}/`))],
  [
    'before a stream',
    guarded((c) => {
      setOwn(c);
      return stream(c, async (out) => void (await out.write('{}')));
    }),
  ],
  [
    'in a thrown response',
    guarded(() => {
      throw new HTTPException(200, { res: withOwn() });
    }),
  ],
  [
    'in the error handler',
    guarded(() => {
      throw new Error('failed');
    }).onError(() => withOwn()),
  ],
  ['if nothing is found', guarded((c) => c.notFound()).notFound(() => withOwn())],
  [
    'in a part of the application',
    new Hono().use(auth).route(
      '/',
      new Hono().get('/', () => withOwn()),
    ),
  ],
  ['after apiKeyAuth ran twice', new Hono().use(auth, auth).get('/', () => withOwn())],
])('H10 a handler keeps the headers that it sets %s, and Vary is merged', async (_how, app) => {
  const { headers } = await send(app);
  expect(fieldsOf(headers)).toEqual(['accept-language', 'authorization', 'x-api-key']);
  expect(headers.get('Cache-Control')).toBe('public, max-age=60');
});

it.each<[string, MiddlewareHandler]>([
  ['cors', cors({ origin: 'https://a.example' })],
  ['etag', etag()],
  ['compress', compress()],
  ['secureHeaders', secureHeaders()],
  ['a middleware that sets a header', async (c, next) => next().then(() => c.header('X-After', 'set'))],
])(
  'H10 outside apiKeyAuth, %s sees that a response is protected, and keeps it protected',
  async (_name, outer) => {
    let seen = new Headers();
    const app = new Hono()
      .use(outer, async (c, next) => {
        await next();
        seen = new Headers(c.res.headers);
      })
      .use(auth)
      .get('/', (c) => c.json({ text: 'long enough to be compressed '.repeat(100) }));
    const { headers } = await send(app);
    for (const each of [seen, headers]) {
      expect(fieldsOf(each)).toEqual(expect.arrayContaining(['authorization', 'x-api-key']));
      expect(each.get('Cache-Control')).toBe('private, no-store');
    }
  },
);

const plain = new Hono().get('/', () => withOwn());

/** Sends a request with a valid key over HTTP. */
async function send(app: Hono): Promise<Response> {
  return fetch(`http://127.0.0.1:${await portOf(app)}/`, { headers: { 'x-api-key': token } });
}

/** Serves an application on a free port, until the process ends. */
async function portOf({ fetch }: Hono): Promise<number> {
  const server = serve({ fetch, port: 0, hostname: '127.0.0.1' });
  await once(server.unref(), 'listening');
  return (server.address() as AddressInfo).port;
}

function fieldsOf(headers: Headers): readonly string[] {
  return (headers.get('Vary') ?? '').toLowerCase().split(/ *, */).toSorted();
}
