import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { rawHeadersOf } from './api-key-auth.js';

/** What `rawHeadersOf` gives for a request with these headers, and for these lines of the server. */
async function rawHeaders(headers: Record<string, string>, env?: unknown): Promise<unknown> {
  const app = new Hono().get('/', (c) => c.json(rawHeadersOf(c)));
  return (await app.request('/', { headers }, env as object)).json();
}

const fromNode = (...lines: readonly unknown[]) => ({ incoming: { rawHeaders: lines } });

it('gives the lines of Node where there are any', async () => {
  const lines = ['X-API-Key', 'a', 'x-api-key', 'b', 'Host', 'localhost'];
  expect(await rawHeaders({ 'x-api-key': 'a, b' }, fromNode(...lines))).toEqual(lines);
});

it('gives the headers of the request elsewhere', async () => {
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

it('H04 what Headers joined keeps its comma', async () => {
  const headers = new Headers([
    ['x-api-key', 'a'],
    ['X-Api-Key', 'b'],
  ]);
  expect(await rawHeaders(Object.fromEntries(headers))).toEqual(['x-api-key', 'a, b']);
});

it('does not take the lines of one request for another, made within the process', async () => {
  expect(await rawHeaders({ 'x-api-key': 'b' }, fromNode('x-api-key', 'a'))).toEqual(['x-api-key', 'b']);
  expect(await rawHeaders({ 'x-api-key': 'b' }, fromNode('x-api-key', 'b', 'Authorization', 'a'))).toEqual([
    'x-api-key',
    'b',
  ]);
  expect(await rawHeaders({}, fromNode('x-api-key', 'a'))).toEqual([]);
});
