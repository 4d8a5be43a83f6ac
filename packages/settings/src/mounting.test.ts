import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nodeListener } from '@postern/management';
import express from 'express';
import { Hono } from 'hono';
import { expect, it, onTestFinished } from 'vitest';
import { pages, tokenIn } from '../test-support/pages.js';
import { de, en } from './index.js';

type Subject = ReturnType<typeof pages>;
type Send = (path: string, request?: RequestInit) => Promise<Response>;

async function served(app: ReturnType<typeof express>): Promise<Send> {
  const server = app.listen(0, '127.0.0.1');
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

it('TRACE is 405, not a fault', async () => {
  // A function of the request. It is not called for texts here, since it can't read this request.
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
