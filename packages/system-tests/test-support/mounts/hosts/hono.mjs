import { serve } from '@hono/node-server';
import { Hono } from 'hono';

export const start = (handler) =>
  serve({ fetch: new Hono().mount('/mounted', handler).fetch, port: 0, hostname: '127.0.0.1' });
