import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type HttpBindings, serve } from '@hono/node-server';
import {
  codeThrownBy,
  type Echo,
  earlierHeaders,
  type MakeMiddlewareSubject,
  type MiddlewareSetup,
} from '@postern/conformance/middleware';
import { type Context, Hono } from 'hono';
import { stream } from 'hono/streaming';
import {
  type ApiKeyEnv,
  apiKeyAuth,
  type OnRefused,
  principalOf,
  requireKinds,
  requireScopes,
} from '../src/index.js';

/** Serves a function of the Fetch API on a free port of 127.0.0.1. */
type ServeFetch = (
  fetch: (request: Request) => Response | Promise<Response>,
) => Promise<{ readonly port: number; close(): Promise<void> }>;

/**
 * The subject of the middleware contract: Hono on some server. `tools/runtimes` passes those of Bun and Deno.
 *
 * @public
 */
export const honoSubjectOn =
  (serveFetch: ServeFetch): MakeMiddlewareSubject =>
  async (setup) => {
    const { app, names, handled } = subjectApp(setup);
    return { ...(await serveFetch(app.fetch)), names, handled };
  };

/** The subject on @hono/node-server. */
export const honoSubject: MakeMiddlewareSubject = honoSubjectOn(async (fetch) => {
  const server = serve({ fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
});

function subjectApp({ keys, otherKeys, options, refusedBody }: MiddlewareSetup) {
  let handled = 0;
  const counted =
    (answer: (c: Context<ApiKeyEnv>) => Response | Promise<Response>) => (c: Context<ApiKeyEnv>) => {
      handled += 1;
      return answer(c);
    };
  const onRefused: OnRefused | undefined =
    refusedBody &&
    (async (c, refusal) =>
      c.text(refusedBody(refusal), 200, { 'Cache-Control': 'public', 'WWW-Authenticate': 'Basic' }));

  const guard = apiKeyAuth(keys, { ...options, onRefused });
  const required = [requireScopes(keys, 'agents:read', 'agents:write'), requireKinds(keys, 'team')] as const;
  const api = new Hono<ApiKeyEnv>()
    .use(guard)
    .all(
      '/principal',
      counted((c) => c.json(principalOf(c))),
    )
    .all(
      '/scopes',
      required[0],
      counted((c) => c.text('ok')),
    )
    .all(
      '/kinds',
      required[1],
      counted((c) => c.text('ok')),
    )
    .all(
      '/other-keys',
      requireScopes(otherKeys, 'agents:read'),
      counted((c) => c.text('ok')),
    )
    .all(
      '/twice',
      apiKeyAuth(keys, { realm: 'second', headers: ['authorization'] }),
      required[1],
      counted((c) => c.text('ok')),
    )
    .all(
      '/after-others',
      counted((c) => c.text('ok')),
    )
    .all(
      '/own-headers',
      counted((c) => c.text('ok', 200, { Vary: 'Accept-Encoding', 'Cache-Control': 'public, max-age=60' })),
    )
    .all(
      '/streamed',
      counted((c) =>
        stream(c, async (out) => {
          await out.write('one');
          await nextTurn();
          await out.write('two');
        }),
      ),
    )
    .all(
      '/two-services',
      apiKeyAuth(otherKeys, { realm: 'other', headers: ['x-api-key'] }),
      counted((c) => c.json(principalOf(c))),
    )
    .all(
      '/timed-out',
      counted((c) => c.text('ok')),
    )
    .all(
      '/echo',
      counted(async (c) => c.json(await echo(c))),
    )
    .all(
      '/throws',
      counted(() => {
        throw new Error('thrown by the handler');
      }),
    );

  const app = new Hono<ApiKeyEnv>()
    .all('/open', (c) => c.text(codeThrownBy(() => principalOf(c))))
    .all(
      '/unguarded',
      requireScopes(keys, 'agents:read'),
      counted((c) => c.text('ok')),
    )
    .use('/timed-out', async (c, next) => {
      await Promise.race([next(), nextTurn()]);
      return c.text('timed out', 503);
    })
    .use('/after-others', async (c, next) => {
      for (const [name, value] of Object.entries(earlierHeaders)) c.header(name, value);
      await next();
    })
    .route('/', api)
    .onError((_, c) => c.text('failed', 500));
  const names = [guard, ...required].map(({ name }) => name);
  return { app, names, handled: () => handled };
}

async function echo({ req, env }: Context): Promise<Echo> {
  const { incoming }: Partial<HttpBindings> = env;
  const { headers, headersDistinct, rawHeaders } = incoming ?? {};
  const forms = [req.header(), [...req.raw.headers], headers, headersDistinct, rawHeaders];
  // Only @hono/node-server has the last three.
  return { headers: forms.filter((form) => form !== undefined), body: await req.text() };
}
