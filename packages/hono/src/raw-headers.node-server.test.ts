import { once } from 'node:events';
import { get, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { afterAll, expect, it } from 'vitest';
import { rawHeadersOf, removeHeaders } from './raw-headers.js';

const ofHost = { 'x-api-key': 'of the host' };
const headersOfHost = { headers: { value: new Headers(ofHost) } };

type Earlier = (c: Context) => unknown;
let earlier: Earlier = () => undefined;
let firstEnv: unknown;

const answer = (c: Context) => c.json(keysIn(rawHeadersOf(c)));
const inner = new Hono().all('*', answer);
const app = new Hono().all('*', async (c) => {
  firstEnv ??= c.env;
  const response = await earlier(c);
  return response instanceof Response ? response : answer(c);
});
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
await once(server, 'listening');
await send();
afterAll(() => void server.close());

it.each<[string, Earlier, readonly string[]]>([
  ['nothing happens', () => undefined, ['sent', 'twice']],
  ['a middleware reads a header', (c) => c.req.header('Accept'), ['sent', 'twice']],
  ['a middleware sets a header', (c) => c.req.raw.headers.set('x-api-key', 'of the host'), ['of the host']],
  ['a middleware deletes a header', (c) => c.req.raw.headers.delete('x-api-key'), []],
  [
    'a middleware replaces the headers',
    ({ req }) => Object.defineProperties(req.raw, headersOfHost),
    ['of the host'],
  ],
  [
    'a middleware derives another class of requests',
    ({ req: { raw } }) =>
      Object.setPrototypeOf(raw, Object.create(Object.getPrototypeOf(raw), headersOfHost)),
    ['of the host'],
  ],
  [
    'a middleware replaces the request',
    ({ req }) => Object.assign(req, { raw: new Request(req.raw, { headers: ofHost }) }),
    ['of the host'],
  ],
  [
    'a middleware puts a proxy in front of the request',
    ({ req }) => {
      const get = (raw: Request, name: string | symbol) =>
        name === 'headers' ? new Headers(ofHost) : Reflect.get(raw, name, raw);
      req.raw = new Proxy(req.raw, { get });
    },
    ['of the host'],
  ],
  ['another request is made within', (c) => inner.request('/', { headers: ofHost }, c.env), ['of the host']],
  ['it has the environment of another', (c) => inner.fetch(c.req.raw, firstEnv as object), ['sent, twice']],
])('on a real server, rawHeadersOf returns what a request has if %s', async (_, happens, keys) => {
  earlier = happens;
  expect(await send({ 'X-Api-Key': ['sent', 'twice'] })).toEqual(keys);
});

it('rawHeadersOf returns what requests have if a middleware has replaced the headers of all of them', async () => {
  let prototype: object | undefined;
  let original: PropertyDescriptor | undefined;
  earlier = ({ req }) => {
    prototype = Object.getPrototypeOf(req.raw) as object;
    original = Object.getOwnPropertyDescriptor(prototype, 'headers');
    Object.defineProperty(prototype, 'headers', { get: () => new Headers(ofHost), configurable: true });
  };
  try {
    expect(await send({ 'X-Api-Key': 'sent' })).toEqual(['of the host']);
  } finally {
    if (prototype && original) Object.defineProperty(prototype, 'headers', original);
  }
});

it.each<[string, Earlier]>([
  ['before anyone has read them', () => undefined],
  ['after a middleware has read them', ({ req, env }) => [req.header(), env.incoming.headersDistinct]],
])('removeHeaders removes headers from every form, %s', async (_, happens) => {
  earlier = async (c) => {
    await happens(c);
    removeHeaders(c, ['x-api-key']);
    const { headers, headersDistinct, rawHeaders } = c.env.incoming;
    const forms = [
      c.req.header(),
      [...c.req.raw.headers],
      headers,
      headersDistinct,
      rawHeaders,
      rawHeadersOf(c),
    ];
    return c.json([forms, await c.req.text()]);
  };
  const answer = JSON.stringify(await send({ 'X-Api-Key': ['sent', 'twice'], 'X-Other': 'kept' }));
  expect(answer).not.toMatch(/sent|twice/);
  expect(answer.match(/kept/g)).toHaveLength(6);
});

it('removeHeaders leaves the lines of Node alone if they are those of another request', async () => {
  const removing = new Hono().all('*', (c) => {
    removeHeaders(c, ['x-api-key']);
    return c.json(c.req.header('x-api-key') ?? 'none');
  });
  earlier = async (c) => {
    const inside = await removing.request('/', { headers: ofHost }, c.env);
    return c.json([await inside.json(), ...keysIn(c.env.incoming.rawHeaders)]);
  };
  expect(await send({ 'X-Api-Key': 'sent' })).toEqual(['none', 'sent']);
});

it('rawHeadersOf does not create the headers of a request that no one has touched', async () => {
  earlier = (c) => {
    const held = new Set(Reflect.ownKeys(c.req.raw));
    rawHeadersOf(c);
    return c.json(Reflect.ownKeys(c.req.raw).every((key) => held.has(key)));
  };
  expect(await send()).toBe(true);
});

function keysIn(lines: readonly string[]): readonly string[] {
  return lines.filter((_, index) => lines[index - 1]?.toLowerCase() === 'x-api-key');
}

async function send(headers: OutgoingHttpHeaders = {}): Promise<unknown> {
  const { port } = server.address() as AddressInfo;
  const request = get({ port, headers });
  const [response]: [IncomingMessage] = (await once(request, 'response')) as never;
  return json(response);
}
