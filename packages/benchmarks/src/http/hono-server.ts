import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { ApiKeys } from '@postern/core';
import { apiKeyAuth } from '@postern/hono';
import { type Context, Hono } from 'hono';
import { body, type Guards, requirements, responseHeaders } from './server.js';

/**
 * Serves the same response at each path: `/bare` without a guard, `/headers` behind a middleware that verifies nothing.
 */
export function honoServer({ keys, checks }: Guards<ApiKeys>): Server {
  const answer = (c: Context) => c.json(body);
  const app = new Hono().get('/bare', answer);
  app.get(
    '/headers',
    async (c, next) => {
      await next();
      for (const [name, value] of Object.entries(responseHeaders)) c.res.headers.set(name, value);
    },
    answer,
  );
  for (const [path, guard] of Object.entries(keys)) app.get(path, apiKeyAuth(guard, requirements), answer);
  for (const [path, check] of Object.entries(checks))
    app.get(
      path,
      async (c, next) => {
        if (await check(c.req.header('x-api-key'))) return next();
        return c.json({ error: 'unauthorized' }, 401);
      },
      answer,
    );
  return serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
}
