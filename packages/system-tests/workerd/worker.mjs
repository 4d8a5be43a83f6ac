// A service as it runs on Cloudflare Workers. Its storage is in memory, and its hasher is for tests only, because
// Argon2 is native code.
import { createApiKeys, eachOwner, isPosternError, selfService } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { principalOf as principalOfRequest, withApiKey } from '@postern/fetch';
import { apiKeyAuth, principalOf } from '@postern/hono';
import { authenticator } from '@postern/http';
import { protectResponse, rawHeadersFrom, refusalResponse } from '@postern/http/fetch';
import { Hono } from 'hono';

const ada = { kind: 'user', id: 'ada' };
const repository = memoryKeyRepository();
const hasher = insecureHasher();
const parts = {
  repository,
  hasher,
  owners: eachOwner(() => ({ active: true, permissions: ['agents:read'] })),
  policy: selfService(),
};
const keys = createApiKeys(parts);

/** Verifies as if the hasher called another service, one call at a time. */
async function verifySlowly(token, hash) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  return hasher.verify(token, hash);
}
const slowKeys = createApiKeys({ ...parts, hasher: { ...hasher, concurrency: 1, verify: verifySlowly } });

const app = new Hono();

app.post('/keys', async (c) => {
  const { token, key } = await keys.issue({ owner: ada, actor: ada, name: 'CI Pipeline' });
  return c.json({ token, id: key.id });
});
app.delete('/keys/:id', async (c) => c.json(await keys.revoke(c.req.param('id'), { actor: ada })));
app.get('/whoami', apiKeyAuth(keys), (c) => c.json(principalOf(c).owner));
app.get('/whoami/slow', apiKeyAuth(slowKeys), (c) => c.json(principalOf(c).owner));

const passedOn = withApiKey(keys, { removeCredential: true })(async (request) =>
  Response.json([principalOfRequest(request).owner, request.headers.get('x-api-key'), await request.text()]),
);
app.post('/fetch', (c) => passedOn(c.req.raw));
app.post('/hono-removed', apiKeyAuth(keys, { removeCredential: true }), async (c) =>
  c.json([principalOf(c).owner, c.req.header('x-api-key') ?? null, await c.req.text()]),
);

const answer = withApiKey(keys)((request) => Response.json(principalOfRequest(request).owner));
app.get('/whoami/fetch', (c) => answer(c.req.raw));

const { authenticate } = authenticator(keys);
app.get('/whoami/http', async (c) => {
  const { method, url, headers } = c.req.raw;
  const authentication = await authenticate({ method, url, rawHeaders: rawHeadersFrom(headers) });
  if (!authentication.ok) return refusalResponse(authentication.refusal);
  return protectResponse(Response.json(authentication.principal.owner));
});

/** Responds before its verifications are done: the runtime ends them together with this request. */
app.get('/abandon', (c) => {
  const token = c.req.header('x-api-key') ?? '';
  for (const each of [keys, slowKeys]) each.verify(token).catch(() => undefined);
  return c.text('answered');
});

/** Keys that are created for one request write its use after the response. */
app.get('/used', async (c) => {
  const own = createApiKeys(parts);
  const { ok } = await own.verify(c.req.header('x-api-key') ?? '');
  c.executionCtx.waitUntil(own.close());
  return c.json({ ok });
});
app.get('/keys/:id', async (c) => c.json(await repository.get(c.req.param('id'))));

/** The error of a clock that expects Node's timers: here, a timer is a number, which has no `unref`. */
app.get('/broken-clock', async (c) => {
  const schedule = () => {
    throw new TypeError('setTimeout(...).unref is not a function');
  };
  const clock = { now: () => new Date(), monotonicMs: () => performance.now(), schedule };
  const error = await createApiKeys({ ...parts, clock })
    .issue({ owner: ada, actor: ada, name: 'CI Pipeline' })
    .catch((thrown) => thrown);
  return c.json({ isPosternError: isPosternError(error), code: error.code });
});

// biome-ignore lint/style/noDefaultExport: a Worker is the default export of its module.
export default app;
