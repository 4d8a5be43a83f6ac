import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import { describe, expect, it } from 'vitest';
import { service } from '../test-support/service.js';
import { type ApiKeyEnv, apiKeyAuth, principalOf, requireKinds, requireScopes } from './index.js';

const { keys, token, key } = await service();
const withKey = { headers: { 'x-api-key': token } };
const principal = { owner: { kind: 'user', id: 'ada' }, keyId: key.id, permissions: ['agents:read'] };

/** An application with the middleware and one route, and how often its handler ran. */
function appWith(handler: (c: Context<ApiKeyEnv>) => Response | Promise<Response>, options: object = {}) {
  const calls: Context[] = [];
  const app = new Hono<ApiKeyEnv>().use(apiKeyAuth(keys, options)).get('/', (c) => {
    calls.push(c);
    return handler(c);
  });
  return { app, calls };
}

describe('apiKeyAuth', () => {
  it('gives the principal by principalOf and in the variables', async () => {
    const { app } = appWith((c) => c.json([principalOf(c), c.get('principal'), c.var.principal]));
    const response = await app.request('/', withKey);
    expect(await response.json()).toEqual([principal, principal, principal]);
  });

  it('does not run the handler of a refused request', async () => {
    const { app, calls } = appWith((c) => c.text('ok'));
    for (const headers of [{}, { 'x-api-key': 'x' }, { 'x-api-key': 'a,b' }]) {
      const { status } = await app.request('/', { headers });
      expect(status).toBeGreaterThanOrEqual(400);
    }
    expect(calls).toEqual([]);
  });

  it('is a named function', () => {
    expect(apiKeyAuth(keys).name).toBe('apiKeyAuth');
    expect(requireScopes(keys, 'agents:read').name).toBe('requireScopes');
    expect(requireKinds(keys, 'user').name).toBe('requireKinds');
  });

  it.each([
    { realm: '"' },
    { kinds: ['robot'] },
    { scopes: ['agents:delete'] },
    { onRefused: 7 },
    { relm: 'a' },
  ])('refuses the wrong option %j when it is made', (options) => {
    expect(() => apiKeyAuth(keys, options as never)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_CONFIG' }),
    );
  });

  it('lets the latter count where it runs twice', async () => {
    const app = new Hono()
      .use(apiKeyAuth(keys))
      .use('/bearer/*', apiKeyAuth(keys, { headers: ['authorization'], realm: 'bearer' }))
      .get('/bearer/team', requireKinds(keys, 'team'), (c) => c.text('ok'));
    const withBearer = { headers: { authorization: `Bearer ${token}` } };
    expect((await app.request('/bearer/team', withKey)).headers.get('WWW-Authenticate')).toBe(
      'Bearer realm="bearer"',
    );
    expect((await app.request('/bearer/team', withBearer)).headers.get('WWW-Authenticate')).toBe(
      'Bearer realm="bearer", error="insufficient_scope"',
    );
  });
});

describe('H10 a response behind apiKeyAuth', () => {
  it('is protected where its headers can not be changed', async () => {
    const { app } = appWith(() => Response.redirect('http://localhost/elsewhere', 302));
    const response = await app.request('/', withKey);
    expect(response.status).toBe(302);
    expectProtected(response);
  });

  it('is protected where no route matches', async () => {
    expectProtected(await appWith((c) => c.text('ok')).app.request('/missing', withKey));
    expectProtected(await new Hono().use(apiKeyAuth(keys)).request('/missing', withKey));
    expectProtected(await appWith((c) => c.notFound()).app.request('/', withKey));
  });

  it('is protected where a handler of errors makes it', async () => {
    const failing = new Hono().get('/', () => {
      throw new Error('failed');
    });
    const bare = () => new Response('failed', { status: 500 });
    const outer = new Hono().use(apiKeyAuth(keys)).route('/', failing).onError(bare);
    const inner = new Hono().use(apiKeyAuth(keys)).route('/', failing.onError(bare));
    for (const app of [outer, inner]) expectProtected(await app.request('/', withKey));
  });

  it('keeps what earlier middleware set, and merges Vary with it', async () => {
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
  it('is what it is, whatever earlier middleware set', async () => {
    const app = new Hono()
      .use(async (c, next) => {
        c.header('Cache-Control', 'public');
        c.header('Vary', 'Origin');
        c.res.headers.set('WWW-Authenticate', 'Basic');
        c.res.headers.set('Retry-After', '5');
        c.status(200);
        await next();
      })
      .use(apiKeyAuth(keys))
      .get('/', (c) => c.text('ok'));
    const { status, headers } = await app.request('/');
    expect(status).toBe(401);
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('WWW-Authenticate')).toBe('Bearer realm="api"');
    expect(headers.get('Retry-After')).toBeNull();
    expect(headers.get('Vary')).toBe('Origin, Authorization, X-Api-Key');
  });

  it('has the body of onRefused, also a streamed one, and its Content-Type', async () => {
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
    ['gives no response', () => undefined],
  ])('lets nobody in where onRefused %s, and no cache keeps the answer', async (_, onRefused) => {
    const { app, calls } = appWith((c) => c.text('ok'), { onRefused });
    app.onError(() => new Response('failed', { status: 500 }));
    const { status, headers } = await app.request('/');
    expect(status).toBe(500);
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('Vary')).toBe('Authorization, X-Api-Key');
    expect(headers.get('WWW-Authenticate')).toBeNull();
    expect(calls).toEqual([]);
  });

  it('of a requirement has the body that the same apiKeyAuth makes', async () => {
    const onRefused = (c: Context, { code }: { readonly code: string }) => c.text(`mine: ${code}`);
    const app = new Hono()
      .use(apiKeyAuth(keys, { onRefused }))
      .get('/', requireScopes(keys, 'agents:write'), (c) => c.text('ok'));
    const response = await app.request('/', withKey);
    expect(response.status).toBe(403);
    expect(await response.text()).toBe('mine: insufficient_scope');
  });
});

describe('a requirement', () => {
  it.each(['requireScopes', 'requireKinds'])(
    '%s answers 500 where apiKeyAuth ran with other keys',
    async (name) => {
      const { keys: others } = await service();
      const required =
        name === 'requireScopes' ? requireScopes(others, 'agents:read') : requireKinds(others, 'user');
      const app = new Hono().use(apiKeyAuth(keys)).get('/', required, (c) => c.text('ok'));
      const response = await app.request('/', withKey);
      expect(response.status).toBe(500);
      expect(await response.json()).toMatchObject({
        code: 'misconfigured',
        detail: expect.stringContaining(name),
      });
    },
  );

  it('refuses wrong names when it is made', () => {
    const wrong = expect.objectContaining({ code: 'ERR_INVALID_CONFIG' });
    expect(() => requireScopes(keys, ...([] as unknown as ['agents:read']))).toThrow(wrong);
    expect(() => requireKinds(keys, ...([] as unknown as ['user']))).toThrow(wrong);
    expect(() => requireScopes(keys, 'agents:delete' as never)).toThrow(wrong);
    expect(() => requireKinds(keys, 'robot' as never)).toThrow(wrong);
  });
});

it('principalOf throws ERR_NOT_AUTHENTICATED on an open route', async () => {
  const app = new Hono()
    .get('/', (c) => c.json(principalOf(c)))
    .onError((error, c) => c.text(`${'code' in error && error.code}`, 500));
  expect(await (await app.request('/', withKey)).text()).toBe('ERR_NOT_AUTHENTICATED');
});

function expectProtected({ headers }: Response): void {
  expect(headers.get('Vary')).toBe('Authorization, X-Api-Key');
  expect(headers.get('Cache-Control')).toBe('private, no-store');
}
