import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendHttp1, sendHttp2 } from './client.js';
import { type MountProcess, startMount } from './mount-process.js';

describe.each([
  { name: 'Express', host: 'express-middleware', part: 'express-auth', send: sendHttp1 },
  { name: "Express in Node's http", host: 'node-http-middleware', part: 'express-auth', send: sendHttp1 },
  {
    name: "Express in Node's http2",
    host: 'node-http2-middleware',
    part: 'express-auth',
    send: sendHttp2,
  },
  { name: 'Fastify', host: 'fastify', part: 'fastify-auth', send: sendHttp1 },
  { name: 'Fastify over HTTP/2', host: 'fastify-http2', part: 'fastify-auth', send: sendHttp2 },
  { name: 'Hono', host: 'hono', part: 'hono-auth', send: sendHttp1 },
  { name: 'Hono over HTTP/2', host: 'hono-http2', part: 'hono-auth', send: sendHttp2 },
])('the middleware for $name, in a process of its own', ({ host, part, send }) => {
  let mount: MountProcess;
  beforeAll(async () => {
    mount = await startMount(host, part);
  });
  afterAll(() => mount.stop());

  const framings = [
    ['none', ''],
    ['length', ''],
    ['length', 'a body'],
    ['chunked', ''],
    ['chunked', 'a body'],
  ] as const;

  it.each(framings)('passes on a request and its body, framing and body: %s, %j', async (framing, body) => {
    const headers = { 'x-api-key': mount.token ?? '' };
    const answer = await send(mount.port, { method: 'POST', path: '/mounted/', headers, framing, body });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { owner: 'ada', body }]);
    expect(answer.headers).toMatchObject({
      vary: 'Authorization, X-Api-Key',
      'cache-control': 'private, no-store',
    });
  });

  it.each(framings)(
    'refuses a request without reading its body, framing and body: %s, %j',
    async (framing, body) => {
      const headers = { 'x-api-key': `${mount.token}!` };
      const answer = await send(mount.port, { method: 'POST', path: '/mounted/', headers, framing, body });
      expect(answer.status).toBe(401);
      expect(answer.headers).toMatchObject({
        'content-type': 'application/problem+json',
        'www-authenticate': 'Bearer realm="api", error="invalid_token"',
        'cache-control': 'no-store',
      });
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'invalid_token' });
    },
  );

  it('H05 notices a key in the URL', async () => {
    const path = `/mounted/?key=${mount.token}`;
    const answer = await send(mount.port, { method: 'GET', path, framing: 'none' });
    expect([answer.status, JSON.parse(answer.body).detail]).toEqual([
      401,
      expect.stringContaining('never in URLs'),
    ]);
  });
});
