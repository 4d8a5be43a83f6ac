import { keyActor } from '@postern/core';
import { apiKeyAuth, principalOf } from '@postern/hono';
import { Hono } from 'hono';
import { keys } from '../keys.mjs';
import { mcp, token } from '../mcp.mjs';

export { token };

const app = new Hono().all('/', apiKeyAuth(keys), (c) => mcp.fetch(c.req.raw, keyActor(principalOf(c))));

export const handler = app.fetch;
