import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  codeThrownBy,
  type Echo,
  earlierHeaders,
  type MakeMiddlewareSubject,
  type MiddlewareSetup,
} from '@postern/conformance/middleware';
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import { apiKeyAuth, type OnRefused, principalOf, requireKinds, requireScopes } from '../src/index.js';

/** The subject of the middleware contract: an application of one version of Express. */
export const subjectOf =
  (express: () => Express): MakeMiddlewareSubject =>
  async (setup) => {
    const { app, names, handled } = subjectApp(express, setup);
    const { port, close } = await listen(app);
    return { port, names, handled, close };
  };

/** Serves an application on a free port. */
export async function listen(app: Express): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function subjectApp(express: () => Express, { keys, otherKeys, options, refusedBody }: MiddlewareSetup) {
  let handled = 0;
  const counted =
    (answer: (req: Request, res: Response) => unknown): RequestHandler =>
    // Express 4 does not await a handler.
    async (req, res, next) => {
      handled += 1;
      try {
        await answer(req, res);
      } catch (error) {
        next(error);
      }
    };
  const onRefused: OnRefused | undefined =
    refusedBody &&
    (async (_, res, refusal) => {
      const body = refusedBody(refusal);
      res
        .set({ 'Cache-Control': 'public', 'WWW-Authenticate': 'Basic' })
        .status(200)
        .type('text/plain')
        .send(body);
    });

  const guard = apiKeyAuth(keys, { ...options, onRefused });
  const required = [requireScopes(keys, 'agents:read', 'agents:write'), requireKinds(keys, 'team')] as const;
  const app = express();
  app.all('/open', (req, res) => void res.send(codeThrownBy(() => principalOf(req))));
  app.all(
    '/unguarded',
    requireScopes(keys, 'agents:read'),
    counted((_, res) => res.send('ok')),
  );
  app.use('/after-others', (_req, res, next) => {
    res.set(earlierHeaders);
    next();
  });
  app.use('/timed-out', (_req, res, next) => {
    next();
    res.status(503).send('timed out');
  });
  app.use(guard);
  app.all(
    '/principal',
    counted((req, res) => res.json(principalOf(req))),
  );
  app.all(
    '/scopes',
    required[0],
    counted((_, res) => res.send('ok')),
  );
  app.all(
    '/kinds',
    required[1],
    counted((_, res) => res.send('ok')),
  );
  app.all(
    '/other-keys',
    requireScopes(otherKeys, 'agents:read'),
    counted((_, res) => res.send('ok')),
  );
  app.all(
    '/twice',
    apiKeyAuth(keys, { realm: 'second', headers: ['authorization'] }),
    required[1],
    counted((_, res) => res.send('ok')),
  );
  app.all(
    '/after-others',
    counted((_, res) => res.send('ok')),
  );
  app.all(
    '/own-headers',
    counted((_, res) =>
      res.set({ Vary: 'Accept-Encoding', 'Cache-Control': 'public, max-age=60' }).send('ok'),
    ),
  );
  app.all(
    '/streamed',
    counted(async (_, res) => {
      res.write('one');
      await nextTurn();
      res.end('two');
    }),
  );
  app.all(
    '/two-services',
    apiKeyAuth(otherKeys, { realm: 'other', headers: ['x-api-key'] }),
    counted((req, res) => res.json(principalOf(req))),
  );
  app.all(
    '/timed-out',
    counted((_, res) => res.send('ok')),
  );
  app.all(
    '/echo',
    counted(async (req, res) => res.json(await echo(req))),
  );
  app.all(
    '/throws',
    counted(() => {
      throw new Error('thrown by the handler');
    }),
  );
  // Express recognises an error handler by its four parameters.
  app.use((_error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    res.status(500).send('failed');
  });
  const names = [guard, ...required].map(({ name }) => name);
  return { app, names, handled: () => handled };
}

async function echo(req: Request): Promise<Echo> {
  return { headers: [req.headers, req.headersDistinct, req.rawHeaders], body: await text(req) };
}
