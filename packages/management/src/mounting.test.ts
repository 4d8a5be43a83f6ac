import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import express from 'express';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { settings } from '../test-support/settings.js';
import { nodeListener } from './index.js';

let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

async function listening(started: Server): Promise<string> {
  server = started;
  if (!started.listening) await new Promise((resolve) => started.once('listening', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

const onNode = (listener: RequestListener) => createServer(listener).listen(0, '127.0.0.1');

const hosts: Readonly<Record<string, () => Server>> = {
  Hono: () =>
    serve({
      fetch: new Hono().mount('/api/settings', settings().handler).fetch,
      port: 0,
      hostname: '127.0.0.1',
    }) as Server,
  Express: () => onNode(express().use('/api/settings', nodeListener(settings().handler))),
  'Express behind its own parser of JSON': () =>
    onNode(express().use(express.json()).use('/api/settings', nodeListener(settings().handler))),
};

describe.each(Object.entries(hosts))('mounted in %s by one line', (_, start) => {
  it('creates, lists and revokes over HTTP', async () => {
    const base = `${await listening(start())}/api/settings`;
    const headers = {
      'X-Person': 'ada',
      'Content-Type': 'application/json',
      Cookie: 'session=1',
      Origin: new URL(base).origin,
    };
    const created = await fetch(`${base}/user/keys`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: 'CI Pipeline' }),
    });
    expect(created.status).toBe(201);
    const { key } = (await created.json()) as { key: { id: string } };
    const at = new URL(created.headers.get('Location') ?? '', created.url);
    expect(at.href).toBe(`${base}/user/keys/${key.id}`);
    expect(await (await fetch(at, { headers })).json()).toEqual(key);
    const { 'Content-Type': _, ...withoutBody } = headers;
    expect((await fetch(`${at}/rotate`, { method: 'POST', headers: withoutBody })).status).toBe(201);
    expect((await fetch(at, { method: 'DELETE', headers })).status).toBe(204);
    expect((await fetch(`${base}/user/keys`, { headers })).headers.get('Cache-Control')).toBe('no-store');
  });

  it('goes on after a body that was too long', async () => {
    const base = `${await listening(start())}/api/settings`;
    const headers = { 'X-Person': 'ada', 'Content-Type': 'application/json' };
    const body = JSON.stringify({ name: 'x'.repeat(300_000) });
    const tooLong = await fetch(`${base}/user/keys`, { method: 'POST', headers, body });
    expect([413, 422]).toContain(tooLong.status); // A parser of the host's may have let more through.
    await tooLong.text();
    expect((await fetch(`${base}/user/keys`, { headers })).status).toBe(200);
  });

  it('M05 refuses a change without Origin, and with another one', async () => {
    const base = `${await listening(start())}/api/settings`;
    const headers = { 'X-Person': 'ada', 'Content-Type': 'application/json', Cookie: 'session=1' };
    for (const origin of [{}, { Origin: 'https://evil.example' }]) {
      const refused = await fetch(`${base}/user/keys`, {
        method: 'POST',
        headers: { ...headers, ...origin },
        body: JSON.stringify({ name: 'CI' }),
      });
      expect(refused.status).toBe(403);
    }
  });
});
