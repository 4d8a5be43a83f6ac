import { serviceInMemory } from '@postern/conformance/middleware';
import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { type ApiKeyEnv, apiKeyAuth, principalOf, requireScopes } from './index.js';

const { keys, token } = await serviceInMemory();
const withKey = { headers: { 'x-api-key': token } };
const part = () =>
  new Hono<ApiKeyEnv>().get('/agents', requireScopes(keys, 'agents:read'), (c) =>
    c.text(principalOf(c).owner.id),
  );

it.each([
  ['with route', new Hono().use(apiKeyAuth(keys)).route('/part', part())],
  ['with route, twice', new Hono().use(apiKeyAuth(keys)).route('/', new Hono().route('/part', part()))],
  [
    'with mount, and its own apiKeyAuth',
    new Hono().mount('/part', new Hono().use(apiKeyAuth(keys)).route('/', part()).fetch),
  ],
])('an application added %s has the principal', async (_how, app) => {
  const response = await app.request('/part/agents', withKey);
  expect([response.status, await response.text()]).toEqual([200, 'ada']);
});

it('an application added with mount has no principal, and the error says what to do', async () => {
  const thrown: unknown[] = [];
  const mounted = part()
    .get('/open', (c) => c.text(principalOf(c).owner.id))
    .onError((error, c) => {
      thrown.push(error.message);
      return c.text('failed', 500);
    });
  const app = new Hono().use(apiKeyAuth(keys)).mount('/part', mounted.fetch);
  const missing = (await (await app.request('/part/agents', withKey)).json()) as { detail: string };
  await app.request('/part/open', withKey);
  expect([missing.detail, ...thrown]).toEqual(
    Array(2).fill(expect.stringMatching(/ with mount .+ with route/)),
  );
});
