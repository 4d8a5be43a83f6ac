import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { rawHeadersOf } from './raw-headers.js';

/** Returns the result of `rawHeadersOf` for a request with these headers, and this environment from the server. */
async function rawHeaders(headers: Record<string, string>, env?: unknown): Promise<unknown> {
  const app = new Hono().get('/', (c) => c.json(rawHeadersOf(c)));
  return (await app.request('/', { headers }, env as object)).json();
}

const fromNode = (...lines: readonly unknown[]) => ({ incoming: { rawHeaders: lines } });

it('on Node, rawHeadersOf returns the lines as they were sent', async () => {
  const lines = ['X-API-Key', 'a', 'x-api-key', 'b', 'Host', 'localhost'];
  expect(await rawHeaders({ 'x-api-key': 'a, b' }, fromNode(...lines))).toEqual(lines);
});

it('elsewhere, rawHeadersOf returns the headers of the request', async () => {
  for (const env of [
    undefined,
    {},
    { incoming: 7 },
    { incoming: { rawHeaders: 'x-api-key' } },
    fromNode('a', 7),
  ]) {
    expect(await rawHeaders({ 'X-Api-Key': 'a' }, env)).toEqual(['x-api-key', 'a']);
  }
});

it('H04 lines that Headers joined keep their comma', async () => {
  const headers = new Headers([
    ['x-api-key', 'a'],
    ['X-Api-Key', 'b'],
  ]);
  expect(await rawHeaders(Object.fromEntries(headers))).toEqual(['x-api-key', 'a, b']);
});

it('rawHeadersOf does not use the lines of one request for another one made within the process', async () => {
  expect(await rawHeaders({ 'x-api-key': 'b' }, fromNode('x-api-key', 'a'))).toEqual(['x-api-key', 'b']);
  expect(await rawHeaders({ 'x-api-key': 'b' }, fromNode('x-api-key', 'b', 'Authorization', 'a'))).toEqual([
    'x-api-key',
    'b',
  ]);
  expect(await rawHeaders({}, fromNode('x-api-key', 'a'))).toEqual([]);
});
