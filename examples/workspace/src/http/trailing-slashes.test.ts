import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { trailingSlashes } from './trailing-slashes.js';

const app = new Hono().use(trailingSlashes).all('*', (c) => c.body(null, 204));

it.each([
  ['/agent/', '/agent'],
  ['/agent///', '/agent'],
  ['//agent/', '/agent'],
  ['/a//b/', '/a//b'],
  ['//', '/'],
])('%s leads to %s', async (path, target) => {
  const { status, headers } = await app.request(`http://localhost${path}`);
  expect([status, headers.get('Location')]).toEqual([308, target]);
});

it('F12 takes no longer for many slashes in the middle of a path', async () => {
  const path = `/a${'/'.repeat(200_000)}b/`;
  const start = performance.now();
  expect((await app.request(`http://localhost${path}`)).status).toBe(308);
  expect(performance.now() - start).toBeLessThan(2_000);
});
