import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { nodeListener } from '@postern/management';
import express from 'express';
import { Hono } from 'hono';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pages, tokenIn, visit } from '../test-support/pages.js';
import { de, en } from './index.js';

type Subject = ReturnType<typeof pages>;
type Send = (path: string, request?: RequestInit) => Promise<Response>;

function served(app: ReturnType<typeof express>): Promise<Send> {
  return listening(createServer(app));
}

async function listening(server: Server): Promise<Send> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return (path, request) => fetch(`http://127.0.0.1:${port}${path}`, request);
}

const mounts: readonly (readonly [string, (subject: Subject) => Send | Promise<Send>])[] = [
  [
    'Hono',
    ({ handler }) =>
      async (path, request) =>
        new Hono().mount('/a/b', handler).request(path, request),
  ],
  ['Express', ({ handler }) => served(express().use('/a/b', nodeListener(handler)))],
  [
    'Express, behind its parser of forms',
    ({ handler }) => served(express().use(express.urlencoded()).use('/a/b', nodeListener(handler))),
  ],
];

it.each(mounts)('pages work below a path in %s', async (_where, mount) => {
  const subject = pages();
  const send = await mount(subject);
  const headers = { 'X-Person': 'ada' };
  const form = await (await send('/a/b/user/keys/new', { headers })).text();
  const action = /action="([^"]+)"/.exec(form)?.[1] ?? '';
  expect(new URL(action, 'http://host/a/b/user/keys/new').pathname).toBe('/a/b/user/keys');

  const fields = [
    ['name', 'CI Pipeline & more'],
    ['scopes', 'agents:read'],
    ['scopes', 'agents:write'],
  ];
  const body = new URLSearchParams(
    fields.map(([name = '', value = '']) => [name, value] as [string, string]),
  );
  const issued = await send('/a/b/user/keys', { method: 'POST', headers, body });
  const token = tokenIn(await issued.text());
  expect(await subject.keys.verify(token)).toMatchObject({
    ok: true,
    principal: { permissions: ['agents:read', 'agents:write'] },
  });
  const id = token.slice(5, 21);
  expect((await subject.keys.get(id, { actor: { kind: 'user', id: 'ada' } })).name).toBe(
    'CI Pipeline & more',
  );

  const deleted = await send(`/a/b/user/keys/${id}/delete`, { method: 'POST', headers, redirect: 'manual' });
  const back = new URL(deleted.headers.get('Location') ?? '', `http://host/a/b/user/keys/${id}/delete`);
  expect([deleted.status, back.pathname]).toEqual([303, '/a/b/user/keys']);
});

const atRoot: readonly (readonly [string, string, (subject: Subject) => Send | Promise<Send>])[] = [
  [
    'Hono that receives only a request',
    '/a/b',
    ({ handler }) =>
      async (path, request) =>
        new Hono().mount('/a/b', handler).request(path, request),
  ],
  [
    'a route of Hono',
    '/a/b',
    ({ handler }) =>
      async (path, request) =>
        new Hono().route('/a', new Hono().mount('/b', handler)).request(path, request),
  ],
  [
    'Hono on Node',
    '/a/b',
    ({ handler }) => listening(createServer(getRequestListener(new Hono().mount('/a/b', handler).fetch))),
  ],
  [
    'Hono in Express',
    '/a/b',
    ({ handler }) => {
      const inner = new Hono().mount('/b', handler);
      return served(express().use('/a', getRequestListener(inner.fetch)));
    },
  ],
  ['Express', '/a/b', ({ handler }) => served(express().use('/a/b', nodeListener(handler)))],
  [
    'a router of Express',
    '/a/b',
    ({ handler }) => served(express().use('/a', express.Router().use('/b', nodeListener(handler)))),
  ],
  ['a path with a colon', '/a:b', ({ handler }) => served(express().use('/a\\:b', nodeListener(handler)))],
  ["Node's own server", '', ({ handler }) => listening(createServer(nodeListener(handler)))],
];

describe.each(atRoot)('pages mounted in %s', (_where, mount, start) => {
  it.each(mount === '' ? ['/'] : [mount, `${mount}/`, `${mount}?from=mail`, `${mount}/?from=mail`])(
    "redirect from %s to the person's own keys, behind a proxy too",
    async (path) => {
      const send = await start(pages());
      for (const proxied of ['', '/behind/a/proxy'])
        expect(await arriveAt(send, proxied, path)).toBe(`${proxied}${mount}/user/keys`);
    },
  );
});

/** The path that a browser ends up at. A proxy removes `proxied` from the start of each path. */
async function arriveAt(send: Send, proxied: string, path: string): Promise<string> {
  let at = new URL(proxied + path, 'http://host');
  let referer: string | undefined;
  for (let steps = 0; steps < 5; steps += 1) {
    const headers = { 'X-Person': 'ada', ...(referer !== undefined && { Referer: referer }) };
    const answer = await send(at.href.slice(`http://host${proxied}`.length), { headers, redirect: 'manual' });
    const [, refresh] = /http-equiv="refresh" content="0; url=([^"]+)"/.exec(await answer.text()) ?? [];
    if (refresh !== undefined) referer = at.href;
    const next = answer.headers.get('Location') ?? refresh;
    if (next === undefined) return at.pathname;
    at = new URL(next, at);
  }
  throw new Error('too many redirects');
}

it('the root redirects to the keys without a page in between if the server is Node', async () => {
  const send = await served(express().use('/a/b', nodeListener(pages().handler)));
  for (const [path, location] of [
    ['/a/b', './b/user/keys'],
    ['/a/b/', './user/keys'],
  ] as const) {
    const answer = await send(path, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, location]);
  }
});

it('the root assumes that its path ends in a slash if the browser sends no Referer', async () => {
  const { status, headers } = await visit(pages(), '/?keys');
  expect([status, headers.get('Location')]).toEqual([303, './user/keys']);
});

it('TRACE gets 405, and is not a fault', async () => {
  // The texts depend on the request, but no `Request` can have this method: the function is not called.
  const subject = pages({ texts: ({ headers }) => (headers.has('X') ? de : en) });
  const server = createServer(nodeListener(subject.handler)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sent = request(`http://127.0.0.1:${port}/user/keys`, { method: 'TRACE' }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.resume();
  expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, HEAD, POST']);
  expect(subject.events).toEqual([]);
});
