import { serviceInMemory } from '@postern/conformance/middleware';
import { memoryKeyRepository } from '@postern/core/testing';
import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import { timeout } from 'hono/timeout';
import { describe, expect, it } from 'vitest';
import { type ApiKeyEnv, apiKeyAuth, principalOf, requireKinds, requireScopes } from './index.js';

const { keys, issue } = await serviceInMemory();
const { token, key } = await issue();
const withKey = { headers: { 'x-api-key': token } };
const principal = {
  owner: { kind: 'user', id: 'ada' },
  keyId: key.id,
  permissions: ['agents:read', 'agents:write'],
};

/** An application with the middleware and one route, and the calls of its handler. */
function appWith(handler: (c: Context<ApiKeyEnv>) => Response | Promise<Response>, options: object = {}) {
  const calls: Context[] = [];
  const app = new Hono<ApiKeyEnv>().use(apiKeyAuth(keys, options)).get('/', (c) => {
    calls.push(c);
    return handler(c);
  });
  return { app, calls };
}

describe('apiKeyAuth', () => {
  it('principalOf and the variables of the context have the principal', async () => {
    const { app } = appWith((c) => c.json([principalOf(c), c.get('principal'), c.var.principal]));
    const response = await app.request('/', withKey);
    expect(await response.json()).toEqual([principal, principal, principal]);
  });
});

it('if the timeout of Hono responds during the verification, the handler does not run', async () => {
  const repository = memoryKeyRepository();
  let read = () => {};
  const isRead = new Promise<void>((resolve) => {
    read = resolve;
  });
  const find: typeof repository.find = (ids) => isRead.then(() => repository.find(ids));
  const slow = await serviceInMemory({ repository: { ...repository, find } });
  let calls = 0;
  const app = new Hono().use(timeout(1), apiKeyAuth(slow.keys)).get('/', (c) => {
    calls += 1;
    return c.text('ok');
  });
  const response = await app.request('/', { headers: { 'x-api-key': slow.token } });
  read();
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
  expect([response.status, calls]).toEqual([504, 0]);
});

describe('H10 a response after apiKeyAuth', () => {
  it('is protected even if its headers are immutable', async () => {
    const { app } = appWith(() => Response.redirect('http://localhost/elsewhere', 302));
    const response = await app.request('/', withKey);
    expect(response.status).toBe(302);
    expectProtected(response);
  });

  it('is protected if no route matches', async () => {
    expectProtected(await appWith((c) => c.text('ok')).app.request('/missing', withKey));
    expectProtected(await new Hono().use(apiKeyAuth(keys)).request('/missing', withKey));
    expectProtected(await appWith((c) => c.notFound()).app.request('/', withKey));
  });

  it('is protected if an error handler creates it', async () => {
    const failing = new Hono().get('/', () => {
      throw new Error('failed');
    });
    const bare = () => new Response('failed', { status: 500 });
    const outer = new Hono().use(apiKeyAuth(keys)).route('/', failing).onError(bare);
    const inner = new Hono().use(apiKeyAuth(keys)).route('/', failing.onError(bare));
    for (const app of [outer, inner]) expectProtected(await app.request('/', withKey));
  });

  it('keeps the headers of earlier middleware, and merges Vary with theirs', async () => {
    const app = new Hono()
      .use(cors({ origin: 'https://a.example' }))
      .use(apiKeyAuth(keys))
      .get('/', (c) => c.text('ok'));
    for (const headers of [withKey.headers, {}]) {
      const response = await app.request('/', { headers: { ...headers, origin: 'https://a.example' } });
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe('https://a.example');
      expect(response.headers.get('Vary')).toBe('Authorization, X-Api-Key, Origin');
    }
  });
});

describe('a refusal', () => {
  it('has the body of onRefused, even a streamed one, and its Content-Type', async () => {
    const onRefused = () =>
      new Response(new Blob(['{"error":"no"}']).stream(), {
        headers: { 'Content-Type': 'application/json' },
      });
    const { app, calls } = appWith((c) => c.text('ok'), { onRefused });
    const response = await app.request('/');
    expect(response.status).toBe(401);
    expect(response.headers.get('Content-Type')).toBe('application/json');
    expect(await response.json()).toEqual({ error: 'no' });
    expect(calls).toEqual([]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('failed');
      },
    ],
    ['rejects', () => Promise.reject(new Error('failed'))],
    ['returns no response', () => undefined],
  ])('lets no one in if onRefused %s, and no cache stores the response', async (_, onRefused) => {
    const { app, calls } = appWith((c) => c.text('ok'), { onRefused });
    app.onError(() => new Response('failed', { status: 500 }));
    const { status, headers } = await app.request('/');
    expect(status).toBe(500);
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('Vary')).toBe('Authorization, X-Api-Key');
    expect(headers.get('WWW-Authenticate')).toBeNull();
    expect(calls).toEqual([]);
  });
});

describe('a requirement', () => {
  it('throws for wrong names when it is created', () => {
    const wrong = expect.objectContaining({ code: 'ERR_INVALID_CONFIG' });
    expect(() => requireScopes(keys, ...([] as unknown as ['agents:read']))).toThrow(wrong);
    expect(() => requireKinds(keys, ...([] as unknown as ['user']))).toThrow(wrong);
    expect(() => requireScopes(keys, 'agents:delete' as never)).toThrow(wrong);
    expect(() => requireKinds(keys, 'robot' as never)).toThrow(wrong);
  });
});

function expectProtected({ headers }: Response): void {
  expect(headers.get('Vary')).toBe('Authorization, X-Api-Key');
  expect(headers.get('Cache-Control')).toBe('private, no-store');
}
