import { serviceInMemory } from '@postern/conformance/middleware';
import { Hono, type MiddlewareHandler } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { every, except, some } from 'hono/combine';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { expect, it } from 'vitest';
import { type ApiKeyAuthOptions, type ApiKeyEnv, apiKeyAuth, principalOf, requireScopes } from './index.js';

const { keys, issue } = await serviceInMemory();
const { keys: otherKeys, token: otherToken } = await serviceInMemory();
const { token } = await issue();

type Options = ApiKeyAuthOptions<'user' | 'team', 'agents:read' | 'agents:write'>;
const auth = (options: Options = {}) => apiKeyAuth(keys, { throwRefusals: true, ...options });

/** The host's own session. It throws refusals, as all of Hono's own middleware does. */
const session: MiddlewareHandler = async (c, next) => {
  if (c.req.header('Cookie') !== 'session=ada') throw new HTTPException(401, { message: 'sign in' });
  c.set('person', 'ada');
  await next();
};

/** An app whose handler returns who was let in by a middleware: a person, or the owner of a key. */
function appWith(middleware: MiddlewareHandler): Hono<ApiKeyEnv & { Variables: { person?: string } }> {
  return new Hono<ApiKeyEnv & { Variables: { person?: string } }>()
    .use(middleware)
    .get('*', (c) => c.json([c.get('person') ?? null, c.get('principal')?.owner.id ?? null]));
}

const withKey = { headers: { 'x-api-key': token } };
const withSession = { headers: { Cookie: 'session=ada' } };

it.each([
  ['first, throwing its refusals', some(auth(), session)],
  ['last', some(session, apiKeyAuth(keys))],
  ['in every', some(every(auth(), requireScopes(keys, 'agents:read')), session)],
])('some lets in a key or a session if apiKeyAuth is %s', async (_where, middleware) => {
  const app = appWith(middleware);
  expect(await (await app.request('/', withKey)).json()).toEqual([null, 'ada']);
  expect(await (await app.request('/', withSession)).json()).toEqual(['ada', null]);
  for (const headers of [{}, { 'x-api-key': 'nonsense' }])
    expect((await app.request('/', { headers })).status).toBe(401);
});

it('some lets in keys of two services, and the last middleware refuses', async () => {
  const app = appWith(some(auth(), apiKeyAuth(otherKeys, { realm: 'other' })));
  for (const key of [token, otherToken])
    expect((await app.request('/', { headers: { 'x-api-key': key } })).status).toBe(200);
  const refused = await app.request('/');
  expect(refused.headers.get('WWW-Authenticate')).toBe('Bearer realm="other"');
});

it('a key that a requirement refused is not the principal if another middleware lets the request in', async () => {
  const app = new Hono<ApiKeyEnv>()
    .use(some(every(auth(), requireScopes(keys, 'agents:write')), session))
    .get('/', (c) => {
      expect(() => principalOf(c)).toThrow(expect.objectContaining({ code: 'ERR_NOT_AUTHENTICATED' }));
      return c.json(c.get('principal') ?? null);
    });
  const { token: narrow } = await issue({ scopes: ['agents:read'] });
  const response = await app.request('/', { headers: { ...withSession.headers, 'x-api-key': narrow } });
  expect([response.status, await response.json()]).toEqual([200, null]);
});

it.each([
  ['responds', apiKeyAuth(keys)],
  ['throws', auth()],
])('except and every require a key if apiKeyAuth %s', async (_how, middleware) => {
  const app = appWith(except('/public', every(middleware, requireScopes(keys, 'agents:read'))));
  expect((await app.request('/public')).status).toBe(200);
  expect((await app.request('/')).status).toBe(401);
  expect((await app.request('/', withKey)).status).toBe(200);
});

it.each<[string, Record<string, string>, Options]>([
  ['no key', {}, {}],
  ['an invalid key', { 'x-api-key': 'nonsense' }, {}],
  ['a key of the wrong kind', withKey.headers, { kinds: ['team'] }],
  ['its own body', {}, { onRefused: (c) => c.json({ error: 'no' }, 200, { 'Cache-Control': 'public' }) }],
])('a thrown refusal gets the same response as any other: %s', async (_what, headers, options) => {
  const send = async (throwRefusals: boolean) => {
    const app = new Hono()
      .use(cors({ origin: 'https://a.example' }))
      .use(auth({ ...options, throwRefusals }));
    const response = await app.request('/', { headers: { ...headers, Origin: 'https://a.example' } });
    const vary = new Set(response.headers.get('Vary')?.split(', '));
    return [response.status, { ...Object.fromEntries(response.headers), vary }, await response.text()];
  };
  expect(await send(true)).toEqual(await send(false));
});

it('an error handler gets a refusal only if it is thrown, with its response', async () => {
  const errors: Error[] = [];
  const send = (middleware: MiddlewareHandler) =>
    new Hono()
      .use(middleware)
      .onError((error, c) => {
        errors.push(error);
        return error instanceof HTTPException ? error.getResponse() : c.text('failed', 500);
      })
      .request('/');
  expect((await send(apiKeyAuth(keys))).status).toBe(401);
  expect(errors).toEqual([]);
  const thrown = await send(auth());
  expect([thrown.status, thrown.headers.get('Cache-Control')]).toEqual([401, 'no-store']);
  expect(errors).toMatchObject([{ status: 401, message: 'An API key is required' }]);
});

it('apiKeyAuth throws if throwRefusals is not true or false, and for other wrong options', () => {
  const wrong = expect.objectContaining({ code: 'ERR_INVALID_CONFIG' });
  for (const options of [{ throwRefusals: 'yes' }, { throwRefusal: true }, [], null, 'api'])
    expect(() => apiKeyAuth(keys, options as never)).toThrow(wrong);
});

it("apiKeyAuth works next to Hono's own bearerAuth", async () => {
  const app = appWith(some(auth(), bearerAuth({ token: 'static', headerName: 'X-Static' })));
  expect((await app.request('/', { headers: { 'X-Static': 'Bearer static' } })).status).toBe(200);
  expect((await app.request('/')).status).toBe(401);
});
