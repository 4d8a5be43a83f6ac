import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, expect, it, onTestFinished, vi } from 'vitest';
import { encodingTests, mountTests } from '../test-support/mount-tests.js';
import { settings } from '../test-support/settings.js';
import { nodeListener } from './index.js';

// Other servers replace the global Request, which would hide bugs here, so their tests are in another file.
const native = { Request, Response };
afterAll(() => expect({ Request, Response }).toEqual(native));

const onNode = (listener: RequestListener) => createServer(listener).listen(0, '127.0.0.1');
const mounted = (...parsers: readonly ReturnType<typeof express.json>[]) => {
  const app = express();
  for (const parser of parsers) app.use(parser);
  return onNode(app.use('/api/settings', nodeListener(settings().handler)));
};

const withoutParser = {
  "Node's own server": () => {
    const listen = nodeListener(settings().handler);
    return onNode((request, response) => {
      request.url = request.url?.replace('/api/settings', '');
      listen(request, response);
    });
  },
  Express: () => mounted(),
};

encodingTests(withoutParser);
mountTests({
  ...withoutParser,
  'Express behind its JSON parser': () => mounted(express.json()),
  'Express behind its parsers for JSON and forms': () =>
    mounted(express.json(), express.urlencoded({ extended: true })),
  'Express behind its text parser': () => mounted(express.text({ type: '*/*', limit: '1mb' })),
  'Express behind its parser for raw bytes': () => mounted(express.raw({ type: '*/*', limit: '1mb' })),
});

/** Sends a request to a path of the API behind a parser, and returns the status. */
async function statusOf(server: Server, path: string, init: RequestInit): Promise<number> {
  if (!server.listening) await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const headers = { 'X-Person': 'ada', ...init.headers };
  return (await fetch(`http://127.0.0.1:${port}/api/settings${path}`, { ...init, headers })).status;
}

it('a method that no route has gets 405, and is not a fault', async () => {
  expect(await statusOf(mounted(), '/user/keys', { method: 'OPTIONS' })).toBe(405);
});

it.each(Object.entries(withoutParser))('TRACE gets 405 in %s, and is not a fault', async (_host, start) => {
  const server = start();
  if (!server.listening) await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  // `fetch` and `Request` refuse this method.
  const sent = request(`http://127.0.0.1:${port}/api/settings/user/keys`, { method: 'TRACE' }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.resume();
  expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, HEAD, POST, PATCH, DELETE']);
  expect(answer.headers['content-type']).toBe('application/problem+json');
});

it.each(['name[toString]=x', 'name[valueOf][]=x', 'name[a][b]=c', '__proto__[x]=1&name[x]=2'])(
  'a field that the parser of a form did not leave as text is refused: %s',
  async (form) => {
    const server = mounted(express.urlencoded({ extended: true }));
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect(await statusOf(server, '/user/keys', { method: 'POST', body: form, headers })).toBe(400);
  },
);

it.each([
  ['JSON', 'application/json', Buffer.from('{"name":"caf\xe9"}', 'latin1')],
  ['a form', 'application/x-www-form-urlencoded', Buffer.from('name=caf\xe9', 'latin1')],
])(
  'F18 bytes that a parser of the host has replaced get 400, and are never passed on: %s',
  async (_what, type, body) => {
    const handler = vi.fn(async () => new Response());
    const app = express().use(express.json(), express.urlencoded({ extended: false }));
    const server = onNode(app.use('/api/settings', nodeListener(handler)));
    const headers = { 'Content-Type': type };
    expect(await statusOf(server, '/user/keys', { method: 'POST', body, headers })).toBe(400);
    expect(handler).not.toHaveBeenCalled();
  },
);

it('a listener writes nothing if something else has responded in the meantime', async () => {
  let responded = () => {};
  const hasResponded = new Promise<void>((resolve) => {
    responded = resolve;
  });
  const listener = nodeListener(async () => {
    await hasResponded;
    return new Response('late');
  });
  const logged = vi.spyOn(console, 'error');
  const server = onNode((request, response) => {
    listener(request, response);
    response.writeHead(504);
    response.write('timeout');
    responded();
    setTimeout(() => response.end(), 20);
  });
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  expect([answer.status, await answer.text()]).toEqual([504, 'timeout']);
  expect(logged).not.toHaveBeenCalled();
});
