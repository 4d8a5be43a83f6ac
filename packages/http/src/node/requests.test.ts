import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { removeHeaders } from './requests.js';

const sent = [
  'X-Api-Key',
  'a',
  'Accept',
  '*/*',
  'x-api-key',
  'b',
  'Authorization',
  'Bearer a',
  'Cookie',
  'c=d',
];

/** A request as Node receives it, with these header lines. */
async function received(lines: readonly string[]): Promise<IncomingMessage> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const outgoing = request({
    port,
    host: '127.0.0.1',
    headers: [...lines, 'Host', 'localhost'] as never,
  }).end();
  outgoing.once('error', () => undefined);
  const [req]: [IncomingMessage] = (await once(server, 'request')) as never;
  outgoing.destroy();
  server.close();
  return req;
}

it.each([
  ['before anyone has read them', () => undefined],
  ['after someone has read them', (req: IncomingMessage) => [req.headers, req.headersDistinct]],
])('removeHeaders removes every line of a header from all three forms, %s', async (_when, read) => {
  const req = await received(sent);
  const held = req.rawHeaders;
  read(req);
  removeHeaders(req, ['x-api-key', 'authorization']);
  expect(Object.keys(req.headers)).toEqual(expect.arrayContaining(['accept', 'cookie']));
  for (const form of [req.headers, req.headersDistinct])
    expect(Object.keys(form)).not.toEqual(expect.arrayContaining([expect.stringMatching(/key|auth/)]));
  expect(req.rawHeaders.filter((text) => sent.includes(text))).toEqual(['Accept', '*/*', 'Cookie', 'c=d']);
  expect(held).toBe(req.rawHeaders);
});

it('removeHeaders leaves values alone that are spelled like a header', async () => {
  const req = await received(['X-Forward', 'authorization', 'X-Api-Key', 'x-forward']);
  removeHeaders(req, ['authorization']);
  expect(req.rawHeaders.slice(0, 4)).toEqual(['X-Forward', 'authorization', 'X-Api-Key', 'x-forward']);
});

it('removeHeaders works for a request of HTTP/2, which has no headersDistinct', () => {
  const req = { headers: { 'x-api-key': 'a' }, rawHeaders: ['x-api-key', 'a'] } as never as IncomingMessage;
  removeHeaders(req, ['x-api-key']);
  expect(req).toEqual({ headers: {}, rawHeaders: [] });
});
