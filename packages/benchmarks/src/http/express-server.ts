import type { Server } from 'node:http';
import type { ApiKeys } from '@postern/core';
import { apiKeyAuth } from '@postern/express';
import express, { type Request, type Response } from 'express';
import { body, type Guards, requirements, responseHeaders } from './server.js';

/**
 * Serves the same response at each path: `/bare` without a guard, `/headers` behind a middleware that verifies nothing.
 */
export function expressServer({ keys, checks }: Guards<ApiKeys>): Server {
  const answer = (_: Request, res: Response) => void res.json(body);
  const app = express().get('/bare', answer);
  app.get(
    '/headers',
    async (_req, res, next) => {
      res.set(responseHeaders);
      next();
    },
    answer,
  );
  for (const [path, guard] of Object.entries(keys)) app.get(path, apiKeyAuth(guard, requirements), answer);
  for (const [path, check] of Object.entries(checks))
    app.get(
      path,
      async (req, res, next) => {
        if (await check(req.get('x-api-key'))) return next();
        res.status(401).json({ error: 'unauthorized' });
      },
      answer,
    );
  return app.listen(0, '127.0.0.1');
}
